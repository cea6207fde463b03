-- What to judge next; decoded says that its row in blocks is there.
select v.input_id, i.ssz, b.input_id is not null as decoded
from verdicts v
  join inputs i on i.id = v.input_id
  left join blocks b on b.input_id = v.input_id
where v.status = 'unjudged' and v.waiting_for is null
order by v.input_id
limit :most
