-- The parents of these blocks have become valid.
update verdicts v
set waiting_for = null, lane = 0
from blocks b
where b.input_id = v.input_id and v.waiting_for = 'parent' and b.parent_root = any(:parent_roots)
