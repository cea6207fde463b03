-- Which epochs that end with this block are written already, by an earlier child of it.
select epoch
from epochs
where epoch between :first and :last
  and tip_input_id is not distinct from :tip_input_id
