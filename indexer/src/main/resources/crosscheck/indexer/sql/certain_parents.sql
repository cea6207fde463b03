-- Those of these blocks that are known and do not wait themselves.
select b.root
from blocks b
where b.root = any(:roots)
  and not exists (select from doubtful_inputs d where d.input_id = b.input_id)
union
select genesis_root
from networks
where genesis_root = any(:roots)
