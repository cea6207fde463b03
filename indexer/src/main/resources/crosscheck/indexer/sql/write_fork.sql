-- Only the end of a fork changes.
insert into forks (
  id, parent_id, base_root, base_slot, first_root, first_slot, tip_root, tip_slot, block_count,
  created_at)
values (
  :id, :parent_id, :base_root, :base_slot, :first_root, :first_slot, :tip_root, :tip_slot,
  :block_count, :created_at)
on conflict (id) do update
set tip_root = excluded.tip_root,
  tip_slot = excluded.tip_slot,
  block_count = excluded.block_count
