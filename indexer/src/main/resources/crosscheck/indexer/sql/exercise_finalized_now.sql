-- The latest epoch that our fork-choice store finds final, by blocks up to a slot, received before a
-- time.
select c.epoch::text
from head_changes h
  join checkpoints c on c.id = h.finalized_id
  join verdicts v on v.import_order = h.import_order
  join blocks b on b.input_id = v.input_id
  join inputs i on i.id = v.input_id
where b.slot <= :until_slot and i.received_at < :until
order by h.import_order desc
limit 1
