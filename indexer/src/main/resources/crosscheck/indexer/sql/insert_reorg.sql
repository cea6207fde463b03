-- The blocks that were undone are counted from the head before back to the common one.
with recursive undone (root, parent_root) as (
  select b.root, b.parent_root
  from blocks b
  where b.root = :from_root
  union
  select b.root, b.parent_root
  from undone u
    join blocks b on b.root = u.parent_root
  where u.parent_root <> :ancestor_root
)
insert into reorgs (
  node_id, happened_at, from_root, from_slot, to_root, to_slot, ancestor_root, ancestor_slot,
  depth_slots, depth_blocks)
select :node_id::smallint, :happened_at::timestamptz, :from_root::bytea, :from_slot::numeric,
  :to_root::bytea, :to_slot::numeric, :ancestor_root::bytea, :ancestor_slot::numeric,
  :depth_slots::bigint, count(*)
from undone
returning id
