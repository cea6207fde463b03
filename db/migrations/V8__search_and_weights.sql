-- What the tree of forks and the search need.

-- Votes behind each fork, as fork choice weighs them.
alter table forks add column weight_gwei uint64 not null default 0;

-- Found by their beginning. Eight bytes tell roots apart well enough, and keep the indexes small.
create index blocks_root_start on blocks (substring(root from 1 for 8));
create index blocks_hash_start on blocks (substring(hash from 1 for 8));
create index blocks_state_root_start on blocks (substring(state_root from 1 for 8));
create index blocks_graffiti on blocks (graffiti, input_id) where octet_length(graffiti) > 0;
create index deposits_pubkey on deposits (pubkey);

-- What a node said at some time.
create index node_heads_seen on node_heads (node_id, observed_at);
