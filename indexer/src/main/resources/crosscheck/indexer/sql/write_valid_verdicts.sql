-- As write_verdict, for valid blocks that fork choice accepts, which is nearly all: many at once.
-- Arrays of the same length.
update verdicts v
set status = 'valid',
  waiting_for = null,
  import_order = j.import_order,
  judged_at = j.judged_at::timestamptz,
  judging_micros = j.judging_micros,
  attempt_count = v.attempt_count + 1,
  failure_function = null,
  failure_check = null,
  failure_message = null,
  failure_expected = null,
  failure_actual = null,
  justified_id = j.justified_id,
  finalized_id = j.finalized_id,
  proposer_index = j.proposer_index,
  fork_id = j.fork_id,
  off_chain = j.off_chain
from unnest(:input_ids::bigint[], :import_orders::bigint[], :judged_at::text[],
    :judging_micros::integer[], :justified_ids::integer[], :finalized_ids::integer[],
    :proposer_indices::bigint[], :fork_ids::integer[], :off_chain::boolean[])
  as j (input_id, import_order, judged_at, judging_micros, justified_id, finalized_id,
    proposer_index, fork_id, off_chain)
where v.input_id = j.input_id and v.status = 'unjudged'
