-- Finality has moved: from the finalized block back to what was known to be final before, a block is
-- on the chain; all others up to the finalized slot never will be. What was decided before is left
-- alone; what came later was marked when it was judged. One lookup by root for each block of the
-- chain, whatever the planner believes of the sizes of the tables.
with recursive chain (input_id, parent_root) as (
  select b.input_id, b.parent_root
  from decoded_blocks b
    join verdicts v on v.input_id = b.input_id
  where b.root = :finalized_root and v.status = 'valid' and (v.off_chain or b.slot > :before_slot)
  union all
  select p.input_id, p.parent_root
  from chain c
    cross join lateral (
      select b.input_id, b.parent_root
      from decoded_blocks b
        join verdicts v on v.input_id = b.input_id
      where b.root = c.parent_root and v.status = 'valid' and (v.off_chain or b.slot > :before_slot)
      limit 1
    ) p
), decided (input_id, off_chain) as (
  select input_id, bool_and(off_chain)
  from (
    select input_id, false as off_chain
    from chain
    union all
    select input_id, true
    from decoded_blocks
    where slot > :before_slot and slot <= :finalized_slot) places
  group by input_id
)
update verdicts v
set off_chain = d.off_chain
from decided d
where v.input_id = d.input_id and v.off_chain <> d.off_chain
returning v.input_id, v.off_chain
