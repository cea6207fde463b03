-- What stood in the settings file and stands there no more.
delete from source_settings
where origin = 'file' and name <> all (:names)
