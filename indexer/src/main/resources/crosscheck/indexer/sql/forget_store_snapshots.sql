-- All but the newest.
delete from store_snapshots
where import_order not in (
  select import_order from store_snapshots order by import_order desc limit :most)
