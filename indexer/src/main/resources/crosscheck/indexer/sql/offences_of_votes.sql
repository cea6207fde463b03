select id, validator_indices
from offences
where first_data = :first_data and second_data = :second_data
order by id
