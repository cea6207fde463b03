select exists (select 1 from blocks where input_id = :input_id)
