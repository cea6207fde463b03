select coalesce(max(import_order), 0)
from verdicts
