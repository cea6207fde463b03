insert into store_snapshots (import_order, store)
values (:import_order, :store)
on conflict do nothing
