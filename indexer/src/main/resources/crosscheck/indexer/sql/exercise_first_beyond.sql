-- The first valid block beyond a slot on one of several forks, by the order of the verdicts.
select min(v.import_order)
from blocks b join verdicts v on v.input_id = b.input_id
where b.fork_id = any(:forks) and b.slot > :above
