-- What the chain is made of after some import, in the order in which it was made.
select v.input_id, i.ssz, v.judged_at
from verdicts v
  join inputs i on i.id = v.input_id
where v.status = 'valid' and v.import_order > :import_order
order by v.import_order
