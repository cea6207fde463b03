select id
from exercises
where state = 'running'
order by id
