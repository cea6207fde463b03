-- Of blocks given by their roots (comma-separated, in hexadecimal) the valid ones of which there
-- are copies with other signatures, unless that is known.
select distinct on (good.root)
  good.root, good.epoch, good.input_id as first_input_id, copy.input_id as second_input_id
from unnest(string_to_array(:roots, ',')) as given(hex)
join blocks good on good.root = decode(given.hex, 'hex')
join blocks copy on copy.root = good.root and copy.input_id <> good.input_id
join verdicts of_good on of_good.input_id = good.input_id
join verdicts of_copy on of_copy.input_id = copy.input_id
where of_good.status = 'valid' and of_copy.status = 'invalid'
  and not exists (select 1 from offences o where o.block_root = good.root)
order by good.root, copy.input_id
