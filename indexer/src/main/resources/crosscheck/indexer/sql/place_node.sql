-- How a node stands, by the last of its heads that is judged and by our head.
update node_status
set placed_head_id = :placed_head_id,
  fork_id = :fork_id,
  ancestor_root = :ancestor_root,
  ancestor_slot = :ancestor_slot,
  depth_slots = :depth_slots,
  diverged_since = :diverged_since,
  following_invalid_root = :following_invalid_root,
  following_invalid_since = :following_invalid_since
where node_id = :node_id
