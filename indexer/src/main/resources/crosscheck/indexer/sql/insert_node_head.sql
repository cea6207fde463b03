insert into node_heads (
  node_id, observed_at, head_root, head_slot,
  justified_epoch, justified_root, finalized_epoch, finalized_root, our_slot,
  repeats)
values (
  :node_id, :observed_at, :head_root, :head_slot,
  :justified_epoch, :justified_root, :finalized_epoch, :finalized_root,
  (select h.head_slot from heads h order by h.import_order desc limit 1),
  :repeats)
