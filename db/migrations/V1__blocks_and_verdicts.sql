-- The schema is the interface between the writer (indexer) and the readers (explorer-api, psql).
-- Its manual is db/README.md; a test holds the two together.

-- A uint64 of the spec. bigint cannot hold the upper half, and a hostile block uses it.
create domain uint64 as numeric(20, 0)
  check (value >= 0 and value <= 18446744073709551615);

-- A 32-byte root or hash.
create domain root as bytea
  check (octet_length(value) = 32);


-- The one network this database is about.
create table networks (
  id                 smallint primary key default 1 check (id = 1),
  config_name        text not null,
  config             jsonb not null,
  spec_version       text not null,
  genesis_time       uint64 not null,
  genesis_slot       uint64 not null,
  genesis_root       root not null,
  genesis_state_root root not null,
  genesis_state_ssz  bytea not null,
  created_at         timestamptz not null
);


-- Bytes as they came, each different input once.
create table inputs (
  id          bigint generated always as identity primary key,
  sha256      root not null unique,
  ssz         bytea not null,
  size_bytes  integer not null,
  received_at timestamptz not null
);


-- Who delivered an input, and when. A duplicate is one more observation.
create table observations (
  id          bigint generated always as identity primary key,
  input_id    bigint not null references inputs,
  source      text not null,
  node        text,
  observed_at timestamptz not null
);
create index observations_input on observations (input_id);


-- Inputs that were not kept, counted.
create table discards (
  source           text not null,
  node             text,
  reason           text not null check (reason in ('too_large', 'too_many_malformed')),
  input_count      bigint not null,
  size_bytes       bigint not null,
  first_at         timestamptz not null,
  last_at          timestamptz not null,
  unique nulls not distinct (source, node, reason)
);


-- Files a directory source has read, so that a restart does not observe them again.
create table source_files (
  source      text not null,
  path        text not null,
  size_bytes  bigint not null,
  modified_at timestamptz not null,
  input_id    bigint references inputs,
  read_at     timestamptz not null,
  primary key (source, path)
);


-- Inputs that decode. Several may share a root (signing root): copies with other signatures.
create table blocks (
  input_id                bigint primary key references inputs,
  root                    root not null,
  hash                    root not null,
  slot                    uint64 not null,
  epoch                   uint64 not null,
  parent_root             root not null,
  state_root              root not null,
  proposer_index          bigint,
  graffiti                root not null,
  eth1_deposit_root       root not null,
  eth1_deposit_count      uint64 not null,
  eth1_block_hash         root not null,
  proposer_slashing_count integer not null,
  attester_slashing_count integer not null,
  attestation_count       integer not null,
  deposit_count           integer not null,
  voluntary_exit_count    integer not null,
  transfer_count          integer not null,
  canonical               boolean,
  unique (root, hash)
);
create index blocks_slot on blocks (slot, input_id);
create index blocks_parent on blocks (parent_root);
create index blocks_undecided on blocks (slot) where canonical is null;


-- What became of each input: exactly one row for each.
create table verdicts (
  input_id               bigint primary key references inputs,
  status                 text not null
    check (status in ('unjudged', 'valid', 'invalid', 'malformed', 'error')),
  waiting_for            text check (waiting_for in ('parent', 'slot')),
  import_order           bigint unique,
  judged_at              timestamptz,
  judging_micros         bigint,
  attempt_count          integer not null default 0,
  spec_version           text,
  failure_function       text,
  failure_assertion      integer,
  failure_check          text,
  failure_message        text,
  failure_path           text[],
  failure_expected       text,
  failure_actual         text,
  invalid_ancestor_root  root,
  fork_choice_function   text,
  fork_choice_assertion  integer,
  fork_choice_check      text,
  fork_choice_message    text,
  fork_choice_path       text[],
  fork_choice_expected   text,
  fork_choice_actual     text,
  justified_epoch        uint64,
  justified_root         root,
  finalized_epoch        uint64,
  finalized_root         root,
  check (waiting_for is null or status = 'unjudged'),
  check ((status in ('valid', 'invalid', 'malformed')) = (import_order is not null)),
  check ((status = 'unjudged') or (judged_at is not null)),
  check (status not in ('invalid', 'malformed')
    or failure_function is not null or invalid_ancestor_root is not null),
  check (status in ('unjudged', 'valid') or failure_message is not null),
  check ((status = 'valid') = (justified_root is not null))
);
create index verdicts_ready on verdicts (input_id)
  where status = 'unjudged' and waiting_for is null;
create index verdicts_waiting on verdicts (waiting_for, input_id)
  where waiting_for is not null;
create index verdicts_not_valid on verdicts (status, input_id)
  where status in ('invalid', 'malformed', 'error');
create index verdicts_failure on verdicts (failure_check)
  where failure_check is not null;


-- Operations of every judged block, valid or not. position counts from 0 within the block's list.

create table attestations (
  input_id              bigint not null references inputs,
  position              integer not null,
  beacon_block_root     root not null,
  source_epoch          uint64 not null,
  source_root           root not null,
  target_epoch          uint64 not null,
  target_root           root not null,
  shard                 uint64 not null,
  crosslink_parent_root root not null,
  crosslink_start_epoch uint64 not null,
  crosslink_end_epoch   uint64 not null,
  crosslink_data_root   root not null,
  aggregation_bits      bit varying not null,
  custody_bits          bit varying not null,
  primary key (input_id, position)
);

create table proposer_slashings (
  input_id       bigint not null references inputs,
  position       integer not null,
  proposer_index uint64 not null,
  payload        jsonb not null,
  primary key (input_id, position)
);

create table attester_slashings (
  input_id           bigint not null references inputs,
  position           integer not null,
  validator_indices  uint64[] not null,
  payload            jsonb not null,
  primary key (input_id, position)
);

create table deposits (
  input_id               bigint not null references inputs,
  position               integer not null,
  pubkey                 bytea not null,
  withdrawal_credentials root not null,
  amount_gwei            uint64 not null,
  payload                jsonb not null,
  primary key (input_id, position)
);

create table voluntary_exits (
  input_id        bigint not null references inputs,
  position        integer not null,
  epoch           uint64 not null,
  validator_index uint64 not null,
  payload         jsonb not null,
  primary key (input_id, position)
);

create table transfers (
  input_id        bigint not null references inputs,
  position        integer not null,
  sender_index    uint64 not null,
  recipient_index uint64 not null,
  amount_gwei     uint64 not null,
  fee_gwei        uint64 not null,
  slot            uint64 not null,
  pubkey          bytea not null,
  payload         jsonb not null,
  primary key (input_id, position)
);


-- The fork-choice store over time: one row for each import that changed it, the first is genesis.
create table heads (
  import_order    bigint primary key,
  input_id        bigint references inputs,
  changed_at      timestamptz not null,
  head_root       root not null,
  head_slot       uint64 not null,
  justified_epoch uint64 not null,
  justified_root  root not null,
  finalized_epoch uint64 not null,
  finalized_root  root not null
);


-- What happened, append-only, in order of id. Written by one thread, so that ids are seen in order.
create table events (
  id          bigint generated always as identity primary key,
  happened_at timestamptz not null,
  type        text not null
    check (type in ('block_waiting', 'block_judged', 'block_failed',
      'head_changed', 'justified_changed', 'finalized_changed')),
  input_id    bigint references inputs,
  payload     jsonb not null
);
create unique index events_judged_once on events (input_id) where type = 'block_judged';
