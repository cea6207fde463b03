select id, weight_gwei
from forks
where weight_gwei > 0
