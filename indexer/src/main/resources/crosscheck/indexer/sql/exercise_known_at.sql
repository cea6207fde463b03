-- Since when a verdict could be known: its input, and those judged before it, had been received. A
-- block that waits for its parent is judged right after that one: a look back by a few is enough.
select max(i.received_at)
from verdicts v join inputs i on i.id = v.input_id
where v.import_order between :import_order - 255 and :import_order
