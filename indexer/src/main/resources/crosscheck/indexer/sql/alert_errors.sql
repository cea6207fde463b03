-- Inputs on which we failed, and the latest of them; no row when there is none.
select e.input_count, v.failure_message, b.slot::text as slot
from (select count(*) as input_count, max(input_id) as latest from verdicts where status = 'error') e
  join verdicts v on v.input_id = e.latest
  left join blocks b on b.input_id = e.latest
