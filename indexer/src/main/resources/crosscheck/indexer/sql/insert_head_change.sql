insert into head_changes (import_order, head_input_id, justified_id, finalized_id)
values (:import_order, :head_input_id, :justified_id, :finalized_id)
