-- The input with these bytes, if they are known.
select id
from inputs
where sha256 = :sha256
