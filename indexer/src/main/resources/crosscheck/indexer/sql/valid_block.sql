-- The valid block with this root.
select b.input_id, b.slot
from blocks b
  join verdicts v on v.input_id = b.input_id
where b.root = :root and v.status = 'valid'
limit 1
