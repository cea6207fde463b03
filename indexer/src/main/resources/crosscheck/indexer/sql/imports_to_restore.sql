-- What the chain is made of, in the order in which it was made.
select v.input_id, i.ssz, v.judged_at
from verdicts v
  join inputs i on i.id = v.input_id
where v.status = 'valid'
order by v.import_order
