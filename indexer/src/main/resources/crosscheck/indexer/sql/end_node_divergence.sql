delete from node_divergences
where node_id = :node_id and other_id = :other_id
