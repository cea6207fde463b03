-- An offence may be known by the slashing in a block alone. Then that block carries both halves of
-- the evidence; and whatever it came by, a pair is told from others by the beginnings of two roots.

alter table offences
  drop constraint offences_check2,
  drop constraint offences_check4,
  drop constraint offences_check5,
  add column slashing_position integer;

update offences o
set first_data = substring(a.root from 1 for 16), second_data = substring(b.root from 1 for 16)
from decoded_blocks a, decoded_blocks b
where o.kind = 'double_proposal' and a.input_id = o.first_input_id
  and b.input_id = o.second_input_id;

alter table offences
  add check ((kind = 'block_copies') = (first_data is null)),
  add check (slashing_position is null or kind <> 'block_copies'),
  add check ((first_position is null) = (second_position is null)),
  add check ((kind in ('double_vote', 'surround_vote') and slashing_position is null)
    = (first_position is not null));
drop index offences_blocks;
