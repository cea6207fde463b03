-- How a node stands now, and when it was last asked as far as that is known; no row when it was never
-- asked.
select s.state, s.message, s.last_head_at,
  greatest(s.state_since, s.last_head_at, (
    select h.observed_at
    from node_heads h
    where h.node_id = s.node_id
    order by h.id desc
    limit 1)) as last_asked_at
from node_status s join nodes n on n.id = s.node_id
where n.name = :node
