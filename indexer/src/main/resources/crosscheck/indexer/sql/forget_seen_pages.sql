delete from seen_pages
where epoch < :epoch
