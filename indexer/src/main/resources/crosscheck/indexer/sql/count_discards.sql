insert into discards (source_id, node_id, reason, input_count, size_bytes, first_at, last_at)
values (:source_id, :node_id, :reason, :input_count, :size_bytes, :at, :at)
on conflict (source_id, node_id, reason) do update
set input_count = discards.input_count + excluded.input_count,
  size_bytes = discards.size_bytes + excluded.size_bytes,
  last_at = excluded.last_at
