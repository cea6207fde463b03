-- A node may name any number of heads that do not exist; only the latest are waited for.
update node_heads
set resolution = 'given_up'
where id in (
  select id
  from (
    select id, row_number() over (partition by node_id order by id desc) as place
    from node_heads
    where resolution in ('new', 'waiting')) open_heads
  where place > 256)
