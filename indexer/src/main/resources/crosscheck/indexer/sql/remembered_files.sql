select path, size_bytes, modified_at
from source_files
where source = :source
