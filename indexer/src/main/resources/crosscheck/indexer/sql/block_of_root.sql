-- Copies of a block differ in the signature alone: any will do to execute it.
select i.ssz
from blocks b
  join inputs i on i.id = b.input_id
where b.root = :root
limit 1
