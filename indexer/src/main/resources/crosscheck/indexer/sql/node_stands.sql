-- Where each node stood when that was last written; the slot is that of the block itself.
select s.node_id, s.placed_head_id, h.head_root, b.slot, s.following_invalid_root,
  s.following_invalid_since, s.ancestor_root, s.depth_slots, s.diverged_since,
  (select a.parent_root
   from blocks a
   where a.root = s.following_invalid_root
   limit 1) as last_valid_root
from node_status s
  join node_heads h on h.id = s.placed_head_id
  left join lateral (
    select slot
    from blocks
    where root = h.head_root
    limit 1) b on true
