-- Number of a node, made when it is new. No row when another process has just made it: ask again.
with known as (
  select id from nodes where name = :name
), added as (
  insert into nodes (name)
  select :name where not exists (select 1 from known)
  on conflict do nothing
  returning id
)
select id from known
union all
select id from added
