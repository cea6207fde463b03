insert into state_snapshots (root, import_order, state)
select b.root, v.import_order, :state::bytea
from blocks b
  join verdicts v on v.input_id = b.input_id
where b.root = :root and v.status = 'valid'
limit 1
on conflict do nothing
