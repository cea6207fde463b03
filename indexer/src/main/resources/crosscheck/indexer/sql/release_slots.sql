-- The slot of these blocks has come.
update verdicts v
set waiting_for = null, lane = 0
from blocks b
where b.input_id = v.input_id and v.waiting_for = 'slot' and b.slot <= :slot
