-- Inputs that do not decode: how many are kept, and how large they are together.
select count(*) as input_count, coalesce(sum(octet_length(i.ssz)), 0) as size_bytes
from inputs i
where not exists (select 1 from blocks b where b.input_id = i.id)
