-- Blocks that failed by themselves, one row for each root: the first that came, and who sent any.
select distinct on (b.root) b.root, b.slot::text as slot, b.proposer_index, v.failure_check,
  v.failure_function, v.failure_message,
  (select array_agg(distinct n.name order by n.name)
   from blocks c
     join verdicts w on w.input_id = c.input_id and w.status = 'invalid'
     join observations o on o.input_id = c.input_id
     join nodes n on n.id = o.node_id
   where c.root = b.root) as nodes,
  exists (
    select 1
    from blocks c join verdicts w on w.input_id = c.input_id and w.status = 'valid'
    where c.root = b.root) as has_valid_copy
from blocks b join verdicts v on v.input_id = b.input_id
where b.root = any(:roots) and v.status = 'invalid' and v.invalid_ancestor_root is null
order by b.root, b.input_id
