-- Lists of blocks by what there are few of among many: each filter has its rows in the order of the
-- list. What the first two hold changes once or twice in a block's life, and costs an entry in each
-- index of the table then: tens of microseconds, where judging takes milliseconds.

create index blocks_canonical on blocks (canonical, input_id);
create index blocks_proposer on blocks (proposer_index, input_id) where proposer_index is not null;
create index observations_node on observations (node_id, input_id) where node_id is not null;
