-- Which of these blocks are stored with all that they build on? Not a block that waits for its
-- parent; nor one of which only copies with a wrong signature are here: the good copy is missing.
select b.root
from blocks b
  join verdicts v on v.input_id = b.input_id
where b.root = any(:roots)
  and v.waiting_for is distinct from 'parent'
  and (v.status <> 'invalid' or v.invalid_ancestor_root is not null
    or v.failure_check <> 'PROPOSER_SIGNATURE')
union
select genesis_root
from networks
where genesis_root = any(:roots)
