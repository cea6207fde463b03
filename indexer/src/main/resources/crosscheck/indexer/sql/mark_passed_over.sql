-- Up to the finalized slot, what is not on the finalized chain never will be. What was decided
-- before is left alone; what came later was marked when it was judged.
update blocks
set canonical = false
where canonical is null and slot > :before_slot and slot <= :finalized_slot
returning input_id
