-- How a node stands now; no row when it was never asked.
select s.state, s.state_since, s.message, s.head_slot::text as head_slot,
  s.finalized_epoch::text as finalized_epoch
from node_status s join nodes n on n.id = s.node_id
where n.name = :node
