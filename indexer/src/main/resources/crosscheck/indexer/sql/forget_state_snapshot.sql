delete from state_snapshots
where root = :root
