-- Forks, nodes, reorgs, claims: who stands where in the tree of valid blocks.

-- Segments of the tree of valid blocks. Every valid block is on one of them.
create table forks (
  id          integer primary key,
  parent_id   integer references forks,
  base_root   root,
  base_slot   uint64,
  first_root  root not null,
  first_slot  uint64 not null,
  tip_root    root not null,
  tip_slot    uint64 not null,
  block_count integer not null,
  created_at  timestamptz not null,
  check ((id = 0) = (parent_id is null)),
  check ((id = 0) = (base_root is null)),
  check ((id = 0) = (base_slot is null)),
  check (parent_id < id)
);


-- What each node said of its chain: a row for each change.
create table node_heads (
  id              bigint generated always as identity primary key,
  node_id         smallint not null references nodes,
  observed_at     timestamptz not null,
  head_root       root not null,
  head_slot       uint64 not null,
  justified_epoch uint64,
  justified_root  root,
  finalized_epoch uint64,
  finalized_root  root,
  resolution      text not null default 'new'
    check (resolution in ('new', 'waiting', 'valid', 'invalid', 'given_up')),
  fork_id         integer references forks,
  invalid_root    root,
  check ((resolution = 'valid') = (fork_id is not null)),
  check ((resolution = 'invalid') = (invalid_root is not null))
);
create index node_heads_of_node on node_heads (node_id, id);
create index node_heads_open on node_heads (id) where resolution in ('new', 'waiting');


-- How each node stands now.
create table node_status (
  node_id                 smallint primary key references nodes,
  first_seen_at           timestamptz,
  last_seen_at            timestamptz,
  last_head_at            timestamptz,
  state                   text not null
    check (state in ('ok', 'unreachable', 'timeout', 'error', 'garbage', 'lying')),
  state_since             timestamptz not null,
  message                 text,
  client_version          text,
  head_root               root,
  head_slot               uint64,
  justified_epoch         uint64,
  justified_root          root,
  finalized_epoch         uint64,
  finalized_root          root,
  placed_head_id          bigint references node_heads,
  fork_id                 integer references forks,
  ancestor_root           root,
  ancestor_slot           uint64,
  depth_slots             bigint,
  diverged_since          timestamptz,
  following_invalid_root  root,
  following_invalid_since timestamptz
) with (fillfactor = 50);


-- A head that was left for another branch: ours (no node), or a node's.
create table reorgs (
  id            bigint generated always as identity primary key,
  node_id       smallint references nodes,
  happened_at   timestamptz not null,
  from_root     root not null,
  from_slot     uint64 not null,
  to_root       root not null,
  to_slot       uint64 not null,
  ancestor_root root not null,
  ancestor_slot uint64 not null,
  depth_slots   bigint not null,
  depth_blocks  integer not null
);


-- What nodes say about blocks that they deliver.
create table claims (
  input_id        bigint not null references inputs,
  node_id         smallint references nodes,
  verdict         text check (verdict in ('valid', 'invalid')),
  post_state_root root,
  claimed_at      timestamptz not null,
  looked_at       boolean not null default false,
  agrees          boolean,
  check (verdict is not null or post_state_root is not null),
  unique nulls not distinct (input_id, node_id)
);
create index claims_new on claims (input_id) where not looked_at;


alter type event_type add value 'fork_created';
alter type event_type add value 'reorg';
alter type event_type add value 'node_finalized';
alter type event_type add value 'node_disagrees';
