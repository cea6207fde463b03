select head_root, justified_epoch, justified_root, finalized_epoch, finalized_root
from heads
order by import_order desc
limit 1
