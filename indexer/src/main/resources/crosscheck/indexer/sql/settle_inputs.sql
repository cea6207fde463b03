-- These have turned out to be blocks, good or bad.
delete from doubtful_inputs
where input_id = any(:input_ids)
