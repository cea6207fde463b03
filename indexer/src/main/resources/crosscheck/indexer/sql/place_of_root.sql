-- Where a block is in the tree; only a valid one has a fork.
select fork_id, slot
from blocks
where root = :root and fork_id is not null
limit 1
