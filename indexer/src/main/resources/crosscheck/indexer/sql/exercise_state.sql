select state
from exercises
where id = :id
