-- The latest epochs first; within one, in the order they were written.
select epoch, page, proposals, votes
from seen_pages
order by epoch desc, page
