insert into events (happened_at, type, input_id, payload)
values (:happened_at, :type, :input_id, :payload::jsonb)
