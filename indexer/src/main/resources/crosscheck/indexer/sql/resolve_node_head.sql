update node_heads
set resolution = :resolution,
  fork_id = :fork_id,
  invalid_root = :invalid_root
where id = :id
