-- Adds blocks to the running totals of the nodes: of each block that at least two nodes delivered,
-- how long after the first of them each one did. Delays go into buckets whose bounds are the powers
-- of 2^(1/4), rounded up to whole milliseconds; 0 is a bucket of its own.
with seen as (
  select input_id, node_id, min(observed_at) as seen_at
  from observations
  where input_id = any (:input_ids) and node_id is not null
  group by input_id, node_id),
compared as (
  select node_id,
    ceil(extract(epoch from
      seen_at - min(seen_at) over (partition by input_id)) * 1000)::bigint as delay_millis,
    count(*) over (partition by input_id) as nodes
  from seen),
buckets as (
  select node_id, delay_millis,
    case when delay_millis = 0 then 0
      else ceil(power(2::float8, ceil(log(2, delay_millis) * 4)::float8 / 4) - 1e-9)::bigint
    end as upto_millis
  from compared
  where nodes > 1),
delays as (
  insert into sighting_delays as d (node_id, upto_millis, block_count)
  select node_id, upto_millis, count(*)
  from buckets
  group by node_id, upto_millis
  order by node_id, upto_millis
  on conflict (node_id, upto_millis) do update
  set block_count = d.block_count + excluded.block_count)
insert into node_sightings as s (node_id, block_count, first_count, max_delay_millis)
select node_id, count(*), count(*) filter (where delay_millis = 0), max(delay_millis)
from buckets
group by node_id
order by node_id
on conflict (node_id) do update
set block_count = s.block_count + excluded.block_count,
  first_count = s.first_count + excluded.first_count,
  max_delay_millis = greatest(s.max_delay_millis, excluded.max_delay_millis)
