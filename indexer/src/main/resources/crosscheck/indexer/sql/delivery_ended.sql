update webhook_deliveries
set state = :state, try_count = try_count + 1, last_error = coalesce(:last_error, last_error),
  ended_at = :ended_at
where id = :id
