-- From the finalized block back to what was known to be final before. One lookup by root for each
-- block, whatever the planner believes of the sizes of the tables.
with recursive chain (input_id, parent_root) as (
  select b.input_id, b.parent_root
  from blocks b
    join verdicts v on v.input_id = b.input_id
  where b.root = :finalized_root and v.status = 'valid' and b.canonical is distinct from true
  union all
  select p.input_id, p.parent_root
  from chain c
    cross join lateral (
      select b.input_id, b.parent_root
      from blocks b
        join verdicts v on v.input_id = b.input_id
      where b.root = c.parent_root and v.status = 'valid' and b.canonical is distinct from true
      limit 1
    ) p
)
update blocks
set canonical = true
where input_id = any (array(select input_id from chain))
