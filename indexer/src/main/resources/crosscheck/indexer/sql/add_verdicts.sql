insert into verdict_counts as c (status, input_count)
values (:status::verdict_status, :input_count)
on conflict (status) do update
set input_count = c.input_count + excluded.input_count
