-- Two arrays of the same length.
update blocks b
set fork_id = f.fork_id
from unnest(:input_ids::bigint[], :fork_ids::integer[]) as f (input_id, fork_id)
where b.input_id = f.input_id
