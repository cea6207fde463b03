-- How the network counts time.
select genesis_time::bigint as genesis_time,
  (config ->> 'SECONDS_PER_SLOT')::bigint as seconds_per_slot,
  (config ->> 'SLOTS_PER_EPOCH')::bigint as slots_per_epoch
from networks
