select b.input_id, b.root, i.ssz
from blocks b
  join verdicts v on v.input_id = b.input_id
  join inputs i on i.id = b.input_id
where b.parent_root = :parent_root and v.status = 'unjudged'
order by b.input_id
