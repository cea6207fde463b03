-- When the last row of a node says until when it stood where the one before has it: moved on.
update node_heads
set observed_at = greatest(observed_at, :at)
where repeats
  and id = (select id from node_heads where node_id = :node_id order by id desc limit 1)
