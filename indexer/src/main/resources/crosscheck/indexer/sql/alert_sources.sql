-- Sources that fail, but for those whose node is known to fail.
select s.name, c.node, s.message, s.since
from source_status s
  join source_settings c on c.name = s.name
where s.status = 'retrying' and s.since <= :since
  and not exists (
    select 1
    from node_status t join nodes n on n.id = t.node_id
    where n.name = coalesce(c.node, c.name) and t.state <> 'ok')
order by s.name
