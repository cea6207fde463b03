insert into doubtful_inputs (input_id, size_bytes, source_id, node_id, lane)
values (:input_id, :size_bytes, :source_id, :node_id, :lane)
