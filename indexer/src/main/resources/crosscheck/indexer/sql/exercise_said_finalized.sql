-- What a node last said of finality, up to a time.
select h.finalized_epoch::text as epoch
from node_heads h join nodes n on n.id = h.node_id
where n.name = :node and h.observed_at < :until
order by h.id desc
limit 1
