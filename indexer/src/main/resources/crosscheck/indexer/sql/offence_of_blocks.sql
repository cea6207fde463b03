select exists (
  select 1
  from offences
  where kind = 'double_proposal' and first_input_id = :first_input_id and second_input_id = :second_input_id)
