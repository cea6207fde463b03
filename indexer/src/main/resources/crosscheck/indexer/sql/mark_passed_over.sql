-- Up to the finalized slot, what is not on the finalized chain never will be.
update blocks
set canonical = false
where canonical is null and slot <= :finalized_slot
