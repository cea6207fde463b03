-- How far a reader of events has come; the row is locked, so that one reads at a time.
select last_event_id
from readers
where name = :name
for update
