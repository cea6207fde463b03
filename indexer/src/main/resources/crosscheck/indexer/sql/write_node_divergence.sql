insert into node_divergences (node_id, other_id, ancestor_root, ancestor_slot, since)
values (:node_id, :other_id, :ancestor_root, :ancestor_slot, :since)
on conflict (node_id, other_id) do update
set ancestor_root = excluded.ancestor_root,
  ancestor_slot = excluded.ancestor_slot,
  since = excluded.since
