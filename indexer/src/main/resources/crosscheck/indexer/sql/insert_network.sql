insert into networks (
  config_name, config, spec_version, genesis_time, genesis_slot,
  genesis_root, genesis_state_root, genesis_state_ssz, created_at)
values (
  :config_name, :config::jsonb, :spec_version, :genesis_time, :genesis_slot,
  :genesis_root, :genesis_state_root, :genesis_state_ssz, :created_at)
