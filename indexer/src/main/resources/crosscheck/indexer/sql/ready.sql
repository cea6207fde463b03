select v.input_id, i.ssz
from verdicts v
  join inputs i on i.id = v.input_id
where v.status = 'unjudged' and v.waiting_for is null
order by v.input_id
limit :most
