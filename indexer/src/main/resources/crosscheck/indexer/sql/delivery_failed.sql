update webhook_deliveries
set try_count = try_count + 1, last_error = :last_error, next_try_at = :next_try_at
where id = :id
