select status
from source_status
where name = :name
