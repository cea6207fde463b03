-- The parent of these blocks has become valid.
update verdicts v
set waiting_for = null
from blocks b
where b.input_id = v.input_id and v.waiting_for = 'parent' and b.parent_root = :parent_root
