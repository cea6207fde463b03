-- What can be judged next: in order of arrival, but when more than :few may be junk, what is certain
-- first, and a limited part of the rest after it. decoded says that its row in blocks is there.
with certain as (
  select input_id, lane
  from verdicts
  where status = 'unjudged' and waiting_for is null and lane = 0
  order by input_id
  limit :most
), doubtful as (
  select input_id, lane, row_number() over (order by lane, input_id) as place
  from verdicts
  where status = 'unjudged' and waiting_for is null and lane > 0
  order by lane, input_id
  limit :few + 1
), flood as (
  select count(*) > :few as it_is
  from doubtful
), next as (
  select input_id, case when it_is then lane else 0 end as turn
  from certain
    cross join flood
  union all
  select input_id, case when it_is then lane else 0 end
  from doubtful
    cross join flood
  where not it_is or place <= :most_doubtful
), chosen as (
  select input_id, turn
  from next
  order by turn, input_id
  limit :most + :most_doubtful
)
select c.input_id, i.ssz, b.input_id is not null as decoded
from chosen c
  join inputs i on i.id = c.input_id
  left join blocks b on b.input_id = c.input_id
order by c.turn, c.input_id
