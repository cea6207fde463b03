-- Is every copy of this block invalid, seen or not? So it is when one failed for a reason that does
-- not lie in its own signature, for copies differ in nothing else. The answer is the block to blame.
select coalesce(v.invalid_ancestor_root, b.root)
from blocks b
  join verdicts v on v.input_id = b.input_id
where b.root = :root and v.status = 'invalid'
  and (v.invalid_ancestor_root is not null or v.failure_check <> 'PROPOSER_SIGNATURE')
limit 1
