select root
from state_snapshots
