select import_order
from store_snapshots
order by import_order desc
