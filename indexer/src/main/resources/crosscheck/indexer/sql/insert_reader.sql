insert into readers (name, last_event_id)
values (:name, :last_event_id)
on conflict (name) do nothing
