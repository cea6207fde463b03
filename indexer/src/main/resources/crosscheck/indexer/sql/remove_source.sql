delete from source_settings
where name = :name
returning node
