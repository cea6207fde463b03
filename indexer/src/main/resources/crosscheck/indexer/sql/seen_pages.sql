-- The earliest epochs first, as votes came: a vote is compared with those for later epochs, and of
-- these there are none yet. Within one, in the order they were written.
select epoch, page, proposals, votes
from seen_pages
order by epoch, page
