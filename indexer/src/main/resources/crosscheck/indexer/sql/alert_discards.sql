-- Junk that came lately and was not kept.
select source, node, reason, input_count
from discards
where last_at >= :since
order by source, node, reason
