update claims
set looked_at = true,
  agrees = :agrees
where input_id = :input_id and node_id is not distinct from :node_id
