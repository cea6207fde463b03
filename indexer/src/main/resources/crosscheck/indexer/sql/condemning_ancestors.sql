-- Of which of these blocks is every copy invalid, seen or not? So it is when one failed for a
-- reason that does not lie in its own signature, for copies differ in nothing else. The ancestor is
-- the block to blame, perhaps the block itself.
select distinct on (b.root) b.root, coalesce(v.invalid_ancestor_root, b.root) as ancestor
from blocks b
  join verdicts v on v.input_id = b.input_id
where b.root = any(:roots) and v.status = 'invalid'
  and (v.invalid_ancestor_root is not null or v.failure_check <> 'PROPOSER_SIGNATURE')
order by b.root, v.import_order
