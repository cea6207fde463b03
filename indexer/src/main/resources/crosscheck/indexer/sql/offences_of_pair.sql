-- A slashing may name the two in the other order.
select id, validator_indices
from offences
where (first_data, second_data) in ((:first_data, :second_data), (:second_data, :first_data))
order by id
