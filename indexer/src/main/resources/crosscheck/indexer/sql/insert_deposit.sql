insert into deposits (
  input_id, position, pubkey, withdrawal_credentials, amount_gwei, payload)
values (
  :input_id, :position, :pubkey, :withdrawal_credentials, :amount_gwei, :payload::jsonb)
