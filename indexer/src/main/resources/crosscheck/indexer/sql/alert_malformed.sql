-- Who sent some undecodable inputs.
select o.node, o.source, count(distinct o.input_id) as input_count,
  (select v.failure_message from verdicts v where v.input_id = max(o.input_id)) as failure_message,
  (select encode(i.sha256, 'hex') from inputs i where i.id = max(o.input_id)) as sha256
from observations o
where o.input_id = any(:input_ids)
group by o.node, o.source
order by o.node, o.source
