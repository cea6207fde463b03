-- The input with these bytes, if they are known.
select id
from inputs
where sha256(ssz) = :sha256
