select name, settings::text as settings
from source_settings
order by name
