select coalesce(sum(octet_length(state)), 0)
from state_snapshots
