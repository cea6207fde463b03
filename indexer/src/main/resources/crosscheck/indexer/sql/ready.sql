-- What to judge next, in order of arrival, and a limited part of what may be junk after it; decoded
-- says that its row in blocks is there.
with next as (
  (select lane, input_id
   from verdicts
   where status = 'unjudged' and waiting_for is null and lane = 0
   order by input_id
   limit :most)
  union all
  (select lane, input_id
   from verdicts
   where status = 'unjudged' and waiting_for is null and lane > 0
   order by lane, input_id
   limit :most_doubtful)
)
select n.input_id, i.ssz, b.input_id is not null as decoded
from next n
  join inputs i on i.id = n.input_id
  left join blocks b on b.input_id = n.input_id
order by n.lane, n.input_id
