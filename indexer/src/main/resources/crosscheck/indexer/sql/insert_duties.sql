insert into duties (
  tip_input_id, epoch, first_validator, lowest_balance_gwei, balances, marks,
  inclusion_distances, committees)
values (
  :tip_input_id, :epoch, :first_validator, :lowest_balance_gwei, :balances, :marks,
  :inclusion_distances, :committees)
