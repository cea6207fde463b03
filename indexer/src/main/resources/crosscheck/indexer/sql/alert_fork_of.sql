-- The fork of a valid block; no row for genesis.
select fork_id
from blocks
where root = :root and fork_id is not null
limit 1
