select id
from nodes
where name = :name
