select store
from store_snapshots
where import_order = :import_order
