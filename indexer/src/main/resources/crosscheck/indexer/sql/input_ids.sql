select nextval(pg_get_serial_sequence('inputs', 'id'))
from generate_series(1, :count)
