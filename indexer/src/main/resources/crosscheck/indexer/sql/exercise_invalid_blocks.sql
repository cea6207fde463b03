-- Blocks that failed by themselves, in the order of the verdicts.
select v.import_order, b.root,
  b.slot::text as slot, v.failure_function, v.failure_check, v.failure_message,
  (select string_agg(distinct n.name, ', ')
   from observations o join nodes n on n.id = o.node_id
   where o.input_id = v.input_id) as seen_from
from verdicts v
  join inputs i on i.id = v.input_id
  left join blocks b on b.input_id = v.input_id
where v.status in ('invalid', 'malformed') and v.invalid_ancestor_root is null
  and v.import_order > :after
order by v.import_order
limit :most
