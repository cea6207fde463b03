-- Nor will its descendants, whatever their slot.
with recursive dead (input_id, root) as (
  select b.input_id, b.root
  from blocks b
    join blocks p on p.root = b.parent_root and p.canonical = false
    join verdicts v on v.input_id = p.input_id and v.status = 'valid'
  where b.canonical is null and b.slot > :finalized_slot
  union
  select b.input_id, b.root
  from dead d
    join blocks b on b.parent_root = d.root
  where b.canonical is null
)
update blocks
set canonical = false
where input_id in (select input_id from dead)
