insert into observations (input_id, source, node, observed_at)
values (:input_id, :source, :node, :observed_at)
