-- Number of a checkpoint, made when it is new. Only the judge asks, so nobody makes it meanwhile.
with known as (
  select id from checkpoints where epoch = :epoch and root = :root
), added as (
  insert into checkpoints (epoch, root)
  select :epoch, :root where not exists (select 1 from known)
  returning id
)
select id from known
union all
select id from added
