insert into decoded_blocks (
  input_id, slot, root, hash, parent_root, graffiti_id,
  proposer_slashing_count, attester_slashing_count, attestation_count,
  deposit_count, voluntary_exit_count, transfer_count)
values (
  :input_id, :slot, :root, :hash, :parent_root, graffiti_id(:graffiti),
  :proposer_slashing_count, :attester_slashing_count, :attestation_count,
  :deposit_count, :voluntary_exit_count, :transfer_count)
on conflict do nothing
