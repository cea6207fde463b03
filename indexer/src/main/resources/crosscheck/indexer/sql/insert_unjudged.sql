insert into verdicts (input_id, status, lane)
values (:input_id, 'unjudged', :lane)
