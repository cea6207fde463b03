update readers
set last_event_id = :last_event_id
where name = :name
