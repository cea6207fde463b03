-- The blocks of a fork, the latest first, however long the fork is.
create index blocks_fork on blocks (fork_id, input_id) where fork_id is not null;
