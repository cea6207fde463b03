insert into blocks (
  input_id, root, hash, slot, epoch, parent_root, state_root, graffiti,
  eth1_deposit_root, eth1_deposit_count, eth1_block_hash,
  proposer_slashing_count, attester_slashing_count, attestation_count,
  deposit_count, voluntary_exit_count, transfer_count)
values (
  :input_id, :root, :hash, :slot, :epoch, :parent_root, :state_root, :graffiti,
  :eth1_deposit_root, :eth1_deposit_count, :eth1_block_hash,
  :proposer_slashing_count, :attester_slashing_count, :attestation_count,
  :deposit_count, :voluntary_exit_count, :transfer_count)
on conflict do nothing
