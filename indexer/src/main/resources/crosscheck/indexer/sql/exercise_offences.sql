select o.id, o.kind::text as kind, o.validator_indices::text as validators, o.epoch::text as epoch,
  greatest(a.slot, b.slot)::text as slot, a.root as first_root, b.root as second_root,
  greatest(v.import_order, w.import_order) as import_order
from offences o
  join blocks a on a.input_id = o.first_input_id
  join blocks b on b.input_id = o.second_input_id
  join verdicts v on v.input_id = o.first_input_id
  join verdicts w on w.input_id = o.second_input_id
where o.id > :after and o.kind <> 'block_copies'
order by o.id
limit :most
