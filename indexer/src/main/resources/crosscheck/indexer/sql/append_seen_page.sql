insert into seen_pages (epoch, page, proposals, votes)
values (:epoch, :page, :proposals, :votes)
on conflict (epoch, page) do update
set proposals = seen_pages.proposals || excluded.proposals, votes = seen_pages.votes || excluded.votes
