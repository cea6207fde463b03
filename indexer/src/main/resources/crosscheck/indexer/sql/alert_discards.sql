-- Junk that came lately and was not kept.
select s.name as source, n.name as node, d.reason, d.input_count
from discards d
  join sources s on s.id = d.source_id
  left join nodes n on n.id = d.node_id
where d.last_at >= :since
order by s.name, n.name, d.reason
