insert into source_files (source, path, size_bytes, modified_at, input_id, read_at)
values (:source, :path, :size_bytes, :modified_at, :input_id, :read_at)
on conflict (source, path) do update
set size_bytes = excluded.size_bytes,
  modified_at = excluded.modified_at,
  input_id = excluded.input_id,
  read_at = excluded.read_at
