-- Another word of the same node about the same input is added or replaces the one before, and is
-- compared anew.
insert into claims as c (input_id, node_id, verdict, post_state_root, claimed_at)
values (:input_id, :node_id, :verdict, :post_state_root, :claimed_at)
on conflict (input_id, node_id) do update
set verdict = coalesce(excluded.verdict, c.verdict),
  post_state_root = coalesce(excluded.post_state_root, c.post_state_root),
  claimed_at = excluded.claimed_at,
  looked_at = false,
  agrees = null
where coalesce(excluded.verdict, c.verdict) is distinct from c.verdict
  or coalesce(excluded.post_state_root, c.post_state_root) is distinct from c.post_state_root
