-- The import with which our fork-choice store finalized an epoch, or a later one.
select c.epoch::text as epoch, b.root as block_root, b.slot::text as slot, v.import_order
from (select finalized_id, min(import_order) as import_order
      from head_changes
      group by finalized_id) f
  join checkpoints c on c.id = f.finalized_id
  join verdicts v on v.import_order = f.import_order
  join blocks b on b.input_id = v.input_id
where c.epoch >= :epoch
order by f.import_order
limit 1
