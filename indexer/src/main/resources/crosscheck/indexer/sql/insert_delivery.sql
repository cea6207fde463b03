insert into webhook_deliveries (hook, event_id, body, state, next_try_at, created_at)
values (:hook, :event_id, :body, 'pending', :created_at, :created_at)
on conflict (hook, event_id) do nothing
