insert into further_observations (input_id, observed_at, source_id, node_id)
values (:input_id, :observed_at, :source_id, :node_id)
