insert into attestations (input_id, position, source_epoch, target_epoch, shard)
values (:input_id, :position, :source_epoch, :target_epoch, :shard)
