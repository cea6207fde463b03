-- What has waited longest to be judged; no row when nothing waits.
select i.received_at
from inputs i
where i.id = (
  select min(input_id) from verdicts where status = 'unjudged' and waiting_for is null)
