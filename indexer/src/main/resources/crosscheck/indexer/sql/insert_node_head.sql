insert into node_heads (
  node_id, observed_at, head_root, head_slot,
  justified_epoch, justified_root, finalized_epoch, finalized_root)
values (
  :node_id, :observed_at, :head_root, :head_slot,
  :justified_epoch, :justified_root, :finalized_epoch, :finalized_root)
