insert into source_files (source_id, path, size_bytes, modified_at, input_id)
values (:source_id, :path, :size_bytes, :modified_at, :input_id)
on conflict (source_id, path) do update
set size_bytes = excluded.size_bytes,
  modified_at = excluded.modified_at,
  input_id = excluded.input_id
