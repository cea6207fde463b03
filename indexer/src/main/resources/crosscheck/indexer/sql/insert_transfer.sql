insert into transfers (
  input_id, position, sender_index, recipient_index, amount_gwei, fee_gwei, slot, pubkey, payload)
values (
  :input_id, :position, :sender_index, :recipient_index, :amount_gwei, :fee_gwei, :slot, :pubkey,
  :payload::jsonb)
