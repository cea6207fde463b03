-- No row comes back when another connection has stored the name.
insert into nodes (name)
values (:name)
on conflict (name) do nothing
returning id
