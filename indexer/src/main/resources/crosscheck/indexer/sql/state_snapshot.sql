select state
from state_snapshots
where root = :root
