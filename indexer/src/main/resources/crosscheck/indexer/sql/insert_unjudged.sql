insert into verdicts (input_id, status)
values (:input_id, 'unjudged')
