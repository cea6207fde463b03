-- The node did not say how it stands. That is no sign of life.
insert into node_status as s (node_id, state, state_since, message)
values (:node_id, :state, :at, :message)
on conflict (node_id) do update
set state = excluded.state,
  state_since = case when s.state = excluded.state then s.state_since else excluded.state_since end,
  message = excluded.message
