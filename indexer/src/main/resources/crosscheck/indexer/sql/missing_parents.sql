-- Blocks that wait for their parent, the latest first, and whether nobody has delivered the parent
-- (or only copies with a wrong signature).
with waiting as (
  select input_id
  from verdicts
  where waiting_for = 'parent' and input_id < :before
  order by input_id desc
  limit :most
)
select w.input_id, b.parent_root,
  not exists (
    select
    from blocks p
      join verdicts v on v.input_id = p.input_id
    where p.root = b.parent_root
      and (v.status <> 'invalid' or v.invalid_ancestor_root is not null
        or v.failure_check <> 'PROPOSER_SIGNATURE')
  ) as missing
from waiting w
  join blocks b on b.input_id = w.input_id
order by w.input_id desc
