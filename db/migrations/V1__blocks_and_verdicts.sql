-- The schema is the interface between the writer (indexer) and the readers (explorer-api, psql).
-- Its manual is db/README.md; a test holds the two together.
--
-- A block costs little more than its bytes: what can be read from the bytes in microseconds is not
-- stored again, what repeats is stored once and referred to, and roots are found by hash indexes.

-- A uint64 of the spec. bigint cannot hold the upper half, and a hostile block uses it.
create domain uint64 as numeric(20, 0)
  check (value >= 0 and value <= 18446744073709551615);

-- A 32-byte root or hash.
create domain root as bytea
  check (octet_length(value) = 32);

create type verdict_status as enum ('unjudged', 'valid', 'invalid', 'malformed', 'error');

-- Further migrations add their values.
create type event_type as enum (
  'block_waiting', 'block_judged', 'block_failed',
  'head_changed', 'justified_changed', 'finalized_changed');


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


-- Names of sources and of nodes, each once.
create table sources (
  id   smallint generated always as identity primary key,
  name text not null unique check (octet_length(name) between 1 and 1000)
);

create table nodes (
  id   smallint generated always as identity primary key,
  name text not null unique check (octet_length(name) between 1 and 1000)
);


-- Bytes as they came, each different input once. Strict SSZ: equal bytes are equal blocks.
create table inputs (
  id          bigint generated always as identity primary key,
  received_at timestamptz not null,
  ssz         bytea not null,
  constraint inputs_once exclude using hash (sha256(ssz) with =)
);


-- Who delivered an input, and when. A duplicate is one more observation.
create table observations (
  input_id    bigint not null references inputs,
  observed_at timestamptz not null,
  source_id   smallint not null references sources,
  node_id     smallint references nodes
);
create index observations_input on observations (input_id);


-- Inputs that were not kept, counted.
create table discards (
  source_id   smallint not null references sources,
  node_id     smallint references nodes,
  reason      text not null check (reason in (
    'too_large', 'too_many_malformed', 'too_many_waiting', 'too_far_ahead')),
  input_count bigint not null,
  size_bytes  bigint not null,
  first_at    timestamptz not null,
  last_at     timestamptz not null,
  unique nulls not distinct (source_id, node_id, reason)
);


-- Inputs that may be junk, for as long as they may be: to keep so much of them and no more.
create table doubtful_inputs (
  input_id   bigint primary key references inputs,
  size_bytes integer not null,
  source_id  smallint not null references sources,
  node_id    smallint references nodes,
  lane       smallint not null check (lane between 1 and 3)
);


-- Files a directory source has read, so that a restart does not observe them again.
create table source_files (
  source_id   smallint not null references sources,
  path        text not null,
  size_bytes  bigint not null,
  modified_at timestamptz not null,
  input_id    bigint references inputs,
  primary key (source_id, path)
);


-- Inputs that decode. Several may share a root (signing root): copies with other signatures.
create table blocks (
  input_id                bigint primary key references inputs,
  proposer_index          bigint,
  fork_id                 integer,
  proposer_slashing_count smallint not null,
  attester_slashing_count smallint not null,
  attestation_count       smallint not null,
  deposit_count           smallint not null,
  voluntary_exit_count    smallint not null,
  transfer_count          smallint not null,
  canonical               boolean,
  slot                    uint64 not null,
  epoch                   uint64 not null,
  root                    root not null,
  hash                    root not null,
  parent_root             root not null,
  state_root              root not null,
  graffiti                bytea not null check (octet_length(graffiti) <= 32)
)
-- A block is inserted, judged, given a fork and decided on: room for its versions on one page.
with (fillfactor = 60);
create index blocks_slot on blocks (slot, input_id);
create index blocks_root on blocks using hash (root);
create index blocks_hash on blocks using hash (hash);
create index blocks_parent on blocks using hash (parent_root);


-- Checkpoints that post-states and fork choice name, each once.
create table checkpoints (
  id    integer generated always as identity primary key,
  epoch uint64 not null,
  root  root not null,
  unique (epoch, root)
);


-- What became of each input: exactly one row for each.
create table verdicts (
  input_id              bigint primary key references inputs,
  import_order          bigint unique,
  judged_at             timestamptz,
  status                verdict_status not null,
  judging_micros        integer,
  justified_id          integer references checkpoints,
  finalized_id          integer references checkpoints,
  attempt_count         smallint not null default 0,
  lane                  smallint not null default 0 check (lane between 0 and 3),
  waiting_for           text check (waiting_for in ('parent', 'slot')),
  failure_function      text,
  failure_assertion     integer,
  failure_check         text,
  failure_message       text,
  failure_path          text[],
  failure_expected      text,
  failure_actual        text,
  invalid_ancestor_root root,
  fork_choice_function  text,
  fork_choice_assertion integer,
  fork_choice_check     text,
  fork_choice_message   text,
  fork_choice_path      text[],
  fork_choice_expected  text,
  fork_choice_actual    text,
  check (waiting_for is null or status = 'unjudged'),
  check ((status in ('valid', 'invalid', 'malformed')) = (import_order is not null)),
  check ((status = 'unjudged') or (judged_at is not null)),
  check (status not in ('invalid', 'malformed')
    or failure_function is not null or invalid_ancestor_root is not null),
  check (status in ('unjudged', 'valid') or failure_message is not null),
  check ((status = 'valid') = (justified_id is not null)),
  check ((status = 'valid') = (finalized_id is not null))
);
create index verdicts_ready on verdicts (lane, input_id)
  where status = 'unjudged' and waiting_for is null;
create index verdicts_waiting on verdicts (waiting_for, input_id)
  where waiting_for is not null;
create index verdicts_not_valid on verdicts (status, input_id)
  where status in ('invalid', 'malformed', 'error');
create index verdicts_failure on verdicts (failure_check)
  where failure_check is not null;


-- Operations of every judged block, valid or not. position counts from 0 within the block's list.

create table attestations (
  input_id     bigint not null references inputs,
  position     smallint not null,
  source_epoch uint64 not null,
  target_epoch uint64 not null,
  shard        uint64 not null,
  primary key (target_epoch, shard, input_id, position)
);

create table proposer_slashings (
  input_id       bigint not null references inputs,
  position       smallint not null,
  proposer_index uint64 not null,
  payload        jsonb not null,
  primary key (input_id, position)
);

create table attester_slashings (
  input_id          bigint not null references inputs,
  position          smallint not null,
  validator_indices uint64[] not null,
  payload           jsonb not null,
  primary key (input_id, position)
);

create table deposits (
  input_id               bigint not null references inputs,
  position               smallint not null,
  pubkey                 bytea not null,
  withdrawal_credentials root not null,
  amount_gwei            uint64 not null,
  payload                jsonb not null,
  primary key (input_id, position)
);

create table voluntary_exits (
  input_id        bigint not null references inputs,
  position        smallint not null,
  epoch           uint64 not null,
  validator_index uint64 not null,
  payload         jsonb not null,
  primary key (input_id, position)
);

create table transfers (
  input_id        bigint not null references inputs,
  position        smallint not null,
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
create table head_changes (
  import_order  bigint primary key,
  head_input_id bigint references inputs,
  justified_id  integer not null references checkpoints,
  finalized_id  integer not null references checkpoints
);

-- The same in full.
create view heads as
select c.import_order,
  v.input_id,
  coalesce(v.judged_at, n.created_at) as changed_at,
  c.head_input_id,
  case when c.head_input_id is null then n.genesis_root else b.root end as head_root,
  case when c.head_input_id is null then n.genesis_slot else b.slot end as head_slot,
  j.epoch as justified_epoch,
  j.root as justified_root,
  f.epoch as finalized_epoch,
  f.root as finalized_root
from head_changes c
  cross join networks n
  left join verdicts v on v.import_order = c.import_order
  left join blocks b on b.input_id = c.head_input_id
  join checkpoints j on j.id = c.justified_id
  join checkpoints f on f.id = c.finalized_id;


-- What happened, append-only, in order of id. Whoever writes holds a lock until the commit, so that
-- ids are seen in order.
create table event_log (
  id          bigint generated always as identity primary key,
  happened_at timestamptz not null,
  input_id    bigint references inputs,
  type        event_type not null,
  payload     jsonb
);

-- The same with every payload: those of the commonest types are not stored, but told from what the
-- verdict has written.
create view events as
select e.id, e.happened_at, e.type, e.input_id,
  case e.type
    when 'block_judged' then (
      select jsonb_strip_nulls(jsonb_build_object(
        'status', v.status, 'root', '0x' || encode(b.root, 'hex'), 'slot', b.slot::text))
      from verdicts v
        left join blocks b on b.input_id = v.input_id
      where v.input_id = e.input_id)
    when 'head_changed' then (
      select jsonb_build_object(
        'root', '0x' || encode(h.head_root, 'hex'),
        'slot', h.head_slot::text,
        'previous_root', '0x' || encode((
          select p.head_root
          from heads p
          where p.import_order < h.import_order
          order by p.import_order desc
          limit 1), 'hex'))
      from verdicts v
        join heads h on h.import_order = v.import_order
      where v.input_id = e.input_id)
    when 'justified_changed' then (
      select jsonb_build_object(
        'epoch', c.epoch::text, 'root', '0x' || encode(c.root, 'hex'))
      from verdicts v
        join head_changes h on h.import_order = v.import_order
        join checkpoints c on c.id = h.justified_id
      where v.input_id = e.input_id)
    when 'finalized_changed' then (
      select jsonb_build_object(
        'epoch', c.epoch::text, 'root', '0x' || encode(c.root, 'hex'))
      from verdicts v
        join head_changes h on h.import_order = v.import_order
        join checkpoints c on c.id = h.finalized_id
      where v.input_id = e.input_id)
    else e.payload
  end as payload
from event_log e;
