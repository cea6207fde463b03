insert into check_failures as c (check_name, input_count, latest_input_id)
values (:check_name, :input_count, :latest_input_id)
on conflict (check_name) do update
set input_count = c.input_count + excluded.input_count,
  latest_input_id = excluded.latest_input_id
