select f.path, f.size_bytes, f.modified_at
from source_files f
  join sources s on s.id = f.source_id
where s.name = :source
