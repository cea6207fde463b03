-- Slashings in these valid blocks, for what no offence that we found names the validators.
select s.kind, s.validators, b.root, b.slot::text as slot
from (
  select input_id, position, 'double_proposal' as kind, array[proposer_index::text] as validators
  from proposer_slashings
  where input_id = any (:input_ids)
  union all
  select input_id, position,
    case
      when payload #> '{attestation_1,data,target,epoch}'
        = payload #> '{attestation_2,data,target,epoch}' then 'double_vote'
      else 'surround_vote'
    end,
    validator_indices::text[]
  from attester_slashings
  where input_id = any (:input_ids)) s
  join blocks b on b.input_id = s.input_id
where not exists (
  select 1
  from offences o
  where o.kind::text = s.kind and o.validator_indices && s.validators::integer[])
order by s.input_id, s.kind, s.position
