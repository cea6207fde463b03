insert into discards (source, node, reason, input_count, size_bytes, first_at, last_at)
values (:source, :node, :reason, 1, :size_bytes, :at, :at)
on conflict (source, node, reason) do update
set input_count = discards.input_count + 1,
  size_bytes = discards.size_bytes + excluded.size_bytes,
  last_at = excluded.last_at
