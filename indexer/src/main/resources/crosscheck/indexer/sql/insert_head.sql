insert into heads (
  import_order, input_id, changed_at, head_root, head_slot,
  justified_epoch, justified_root, finalized_epoch, finalized_root)
values (
  :import_order, :input_id, :changed_at, :head_root, :head_slot,
  :justified_epoch, :justified_root, :finalized_epoch, :finalized_root)
