select ssz
from inputs
where id = :input_id
