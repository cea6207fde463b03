-- Nor will the descendants of what was passed over, whatever their slot. One lookup by parent for
-- each block, whatever the planner believes of the sizes of the tables. A bad copy of a good block
-- is passed over, too, and has the root of the good one: only the valid count.
with recursive dead (input_id, root) as (
  select b.input_id, b.root
  from decoded_blocks b
    join verdicts v on v.input_id = b.input_id
  where b.input_id = any (:passed_over) and v.status = 'valid'
  union
  select c.input_id, c.root
  from dead d
    cross join lateral (
      select b.input_id, b.root
      from decoded_blocks b
        join verdicts v on v.input_id = b.input_id
      where b.parent_root = d.root and not v.off_chain and b.slot > :finalized_slot
      offset 0
    ) c
)
update verdicts
set off_chain = true
where input_id = any (array(select input_id from dead)) and not off_chain
