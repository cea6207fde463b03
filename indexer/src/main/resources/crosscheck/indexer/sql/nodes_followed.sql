select node
from source_settings
where node is not null
union
select n.name
from node_status s join nodes n on n.id = s.node_id
