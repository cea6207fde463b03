-- How the nodes stand that a source follows. A conflict: finalized, and not on our finalized chain.
select n.name, s.state, s.state_since, s.message, s.last_seen_at, s.head_slot::text as head_slot,
  s.ancestor_root, s.ancestor_slot::text as ancestor_slot, s.depth_slots, s.diverged_since,
  s.following_invalid_root, s.following_invalid_since,
  s.finalized_epoch::text as finalized_epoch, s.finalized_root,
  coalesce(
    (select bool_and(b.canonical is false)
     from blocks b join verdicts v on v.input_id = b.input_id
     where b.root = s.finalized_root and v.status = 'valid')
    or (s.finalized_epoch = h.finalized_epoch and s.finalized_epoch > 0
      and s.finalized_root <> h.finalized_root), false)
    as conflicts
from node_status s
  join nodes n on n.id = s.node_id
  cross join lateral (select * from heads order by import_order desc limit 1) h
where exists (select 1 from source_settings c where coalesce(c.node, c.name) = n.name)
order by n.name
