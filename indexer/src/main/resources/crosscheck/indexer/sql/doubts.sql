-- What is kept of inputs that may be junk, and who sent it.
select lane, source_id, node_id, count(*) as input_count, sum(size_bytes) as size_bytes
from doubtful_inputs
group by lane, source_id, node_id
