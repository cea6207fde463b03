-- The node says how it stands.
insert into node_status as s (
  node_id, first_seen_at, last_seen_at, last_head_at, state, state_since, client_version,
  head_root, head_slot, justified_epoch, justified_root, finalized_epoch, finalized_root)
values (
  :node_id, :at, :at, :at, 'ok', :at, :client_version,
  :head_root, :head_slot, :justified_epoch, :justified_root, :finalized_epoch, :finalized_root)
on conflict (node_id) do update
set first_seen_at = coalesce(s.first_seen_at, excluded.first_seen_at),
  last_seen_at = greatest(s.last_seen_at, excluded.last_seen_at),
  last_head_at = excluded.last_head_at,
  state = 'ok',
  state_since = case when s.state = 'ok' then s.state_since else excluded.state_since end,
  message = null,
  client_version = coalesce(excluded.client_version, s.client_version),
  head_root = excluded.head_root,
  head_slot = excluded.head_slot,
  justified_epoch = excluded.justified_epoch,
  justified_root = excluded.justified_root,
  finalized_epoch = excluded.finalized_epoch,
  finalized_root = excluded.finalized_root
