-- Number of a checkpoint, made when it is new. Nearly always it is: those known are remembered.
insert into checkpoints (epoch, root)
values (:epoch, :root)
on conflict (epoch, root) do update
set epoch = excluded.epoch
returning id
