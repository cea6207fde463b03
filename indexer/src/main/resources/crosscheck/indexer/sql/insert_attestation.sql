insert into attestations (
  input_id, position, beacon_block_root, source_epoch, source_root, target_epoch, target_root,
  shard, crosslink_parent_root, crosslink_start_epoch, crosslink_end_epoch, crosslink_data_root,
  aggregation_bits, custody_bits)
values (
  :input_id, :position, :beacon_block_root, :source_epoch, :source_root, :target_epoch,
  :target_root, :shard, :crosslink_parent_root, :crosslink_start_epoch, :crosslink_end_epoch,
  :crosslink_data_root, :aggregation_bits::bit varying, :custody_bits::bit varying)
