-- Judged blocks that share their root (comma-separated, in hexadecimal) with others, unless that
-- is known; the valid one first.
with copied as (
  select b.root
  from unnest(string_to_array(:roots, ',')) as r(hex)
  join blocks b on b.root = decode(r.hex, 'hex')
  group by b.root
  having count(*) > 1
)
select b.root, b.epoch, b.input_id
from copied
join blocks b on b.root = copied.root
join verdicts v on v.input_id = b.input_id
where v.status in ('valid', 'invalid')
  and not exists (select 1 from offences o where o.block_root = copied.root)
order by b.root, v.status = 'valid' desc, b.input_id
