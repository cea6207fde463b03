-- Who sent some undecodable inputs.
select n.name as node, s.name as source, count(distinct o.input_id) as input_count,
  (select v.failure_message from verdicts v where v.input_id = max(o.input_id)) as failure_message,
  (select encode(sha256(i.ssz), 'hex') from inputs i where i.id = max(o.input_id)) as sha256
from observations o
  join sources s on s.id = o.source_id
  left join nodes n on n.id = o.node_id
where o.input_id = any(:input_ids)
group by n.name, s.name
order by n.name, s.name
