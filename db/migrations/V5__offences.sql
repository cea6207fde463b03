-- Misbehaviour, with the operation that has somebody slashed for it.

create type offence_kind as enum ('double_proposal', 'double_vote', 'surround_vote', 'block_copies');

create table offences (
  id                bigint generated always as identity primary key,
  kind              offence_kind not null,
  found_at          timestamptz not null,
  epoch             uint64 not null,
  validator_indices integer[] not null,
  first_input_id    bigint not null references inputs,
  second_input_id   bigint not null references inputs,
  first_position    integer,
  second_position   integer,
  first_data        bytea check (octet_length(first_data) = 16),
  second_data       bytea check (octet_length(second_data) = 16),
  extends_id        bigint references offences,
  block_root        root unique,
  operation_ssz     bytea,
  checked_root      root,
  refusal_check     text,
  refusal_message   text,
  check ((kind = 'block_copies') = (operation_ssz is null)),
  check ((kind = 'block_copies') = (block_root is not null)),
  check ((kind in ('double_vote', 'surround_vote')) = (first_data is not null)),
  check ((first_data is null) = (second_data is null)),
  check ((first_data is null) = (first_position is null)),
  check ((first_data is null) = (second_position is null)),
  check ((operation_ssz is null) = (checked_root is null)),
  check ((refusal_check is null) = (refusal_message is null))
);
create index offences_data on offences (first_data, second_data) where first_data is not null;
create index offences_blocks on offences (first_input_id, second_input_id);
create index offences_validators on offences using gin (validator_indices);

-- Who proposed and who voted for what, packed: what a restart needs to go on finding offences.
create table seen_pages (
  epoch     uint64 not null,
  page      integer not null,
  proposals bytea not null,
  votes     bytea not null,
  primary key (epoch, page)
);


alter type event_type add value 'offence_found';
