-- When the last row of a node says until when it stood where the one before has it: moved on. The row is
-- looked for as a range, so that it is by the index of nodes: among all rows, from the last one back, it
-- may be far for a node that fell silent long ago.
update node_heads
set observed_at = greatest(observed_at, :at)
where repeats
  and id = (
    select id
    from node_heads
    where node_id between :node_id and :node_id
    order by node_id desc, id desc
    limit 1)
