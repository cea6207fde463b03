-- Claims that are new, and those about what was judged just now.
select c.input_id, c.node_id, n.name as node, c.verdict, c.post_state_root, c.claimed_at,
  v.status in ('valid', 'invalid', 'malformed') as judged, v.status = 'valid' as valid,
  b.root, b.state_root
from claims c
  join verdicts v on v.input_id = c.input_id
  left join blocks b on b.input_id = c.input_id
  left join nodes n on n.id = c.node_id
where c.agrees is null
  and c.input_id in (
    select unnest(:judged::bigint[])
    union
    (select input_id from claims where not looked_at order by input_id limit 1000))
order by c.input_id, c.node_id
