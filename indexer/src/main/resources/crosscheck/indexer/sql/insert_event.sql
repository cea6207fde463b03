insert into event_log (happened_at, type, input_id, payload)
values (:happened_at, :type::event_type, :input_id, :payload::jsonb)
