-- Who is on another branch than whom.
select node_id, other_id, ancestor_root, since
from node_divergences
