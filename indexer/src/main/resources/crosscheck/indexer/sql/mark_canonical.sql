-- From the finalized block back to what was known to be final before.
with recursive chain (input_id, parent_root) as (
  select b.input_id, b.parent_root
  from blocks b
    join verdicts v on v.input_id = b.input_id
  where b.root = :finalized_root and v.status = 'valid' and b.canonical is distinct from true
  union all
  select b.input_id, b.parent_root
  from chain c
    join blocks b on b.root = c.parent_root
    join verdicts v on v.input_id = b.input_id
  where v.status = 'valid' and b.canonical is distinct from true
)
update blocks
set canonical = true
where input_id in (select input_id from chain)
