-- Final verdicts with their inputs, in the order they were made.
select v.import_order, v.input_id, i.ssz, v.judged_at, b.root, b.slot::text as slot,
  v.status::text as status, v.failure_check, v.failure_message, v.fork_choice_check,
  v.invalid_ancestor_root
from verdicts v
  join inputs i on i.id = v.input_id
  left join blocks b on b.input_id = v.input_id
where v.import_order > :after
order by v.import_order
limit :most
