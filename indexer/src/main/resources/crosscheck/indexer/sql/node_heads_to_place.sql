-- What nodes said and nobody looked at yet, and heads that were waited for and are judged now.
-- A block is invalid for this purpose when no copy of it can be valid, seen or not.
select h.id, h.node_id, n.name as node, h.observed_at, h.resolution = 'new' as is_new, h.head_root,
  h.finalized_epoch, h.finalized_root,
  h.finalized_root is not null
    and (h.finalized_epoch, h.finalized_root)
      is distinct from (coalesce(p.finalized_epoch, 0), coalesce(p.finalized_root, h.finalized_root))
    as other_finality,
  i.slot, i.invalid_root, i.last_valid_root
from node_heads h
  join nodes n on n.id = h.node_id
  left join lateral (
    select finalized_epoch, finalized_root
    from node_heads
    where node_id = h.node_id and id < h.id and finalized_root is not null
    order by id desc
    limit 1) p on true
  left join lateral (
    select b.slot, coalesce(v.invalid_ancestor_root, b.root) as invalid_root,
      (select a.parent_root
       from blocks a
       where a.root = coalesce(v.invalid_ancestor_root, b.root)
       limit 1) as last_valid_root
    from blocks b
      join verdicts v on v.input_id = b.input_id
    where b.root = h.head_root and v.status = 'invalid'
      and (v.invalid_ancestor_root is not null or v.failure_check <> 'PROPOSER_SIGNATURE')
    limit 1) i on true
where h.resolution in ('new', 'waiting')
  and (h.resolution = 'new'
    or i.invalid_root is not null
    or exists (select 1 from blocks b where b.root = h.head_root and b.fork_id is not null))
order by h.id
limit 1000
