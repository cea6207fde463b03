-- Epochs: who had to do what, who did it, what became of balances and crosslinks.

-- The end of an epoch on the chains that have this block as the last one of the epoch (or of an
-- earlier one, when the epoch has no block). What stands under previous_ is about the epoch before,
-- and final.
create table epochs (
  tip_input_id             bigint references blocks,
  epoch                    integer not null,
  validator_count          integer not null,
  slashed_count            integer not null,
  committee_count          integer not null,
  start_shard              integer not null,
  previous_committee_count integer,
  previous_start_shard     integer,
  justified_epoch          integer not null,
  finalized_epoch          integer not null,
  justification_bits       smallint not null,
  active_gwei              uint64 not null,
  source_gwei              uint64 not null,
  target_gwei              uint64 not null,
  head_gwei                uint64 not null,
  previous_active_gwei     uint64,
  previous_source_gwei     uint64,
  previous_target_gwei     uint64,
  previous_head_gwei       uint64,
  balance_gwei             numeric not null,
  lowest_balance_gwei      uint64 not null,
  highest_balance_gwei     uint64 not null,
  missed_slots             integer[],
  missed_proposers         integer[],
  crosslink_ends           integer[] not null,
  unique nulls not distinct (epoch, tip_input_id),
  check ((missed_slots is null) = (missed_proposers is null)),
  check (cardinality(missed_slots) = cardinality(missed_proposers)),
  check ((epoch = 0) = (previous_active_gwei is null))
);


-- The same for each validator, packed: 4096 of them in a row.
create table duties (
  tip_input_id        bigint references blocks,
  epoch               integer not null,
  first_validator     integer not null,
  lowest_balance_gwei uint64 not null,
  balances            bytea not null,
  marks               bytea not null,
  inclusion_distances bytea not null,
  committees          bytea not null,
  unique nulls not distinct (epoch, tip_input_id, first_validator)
);


-- The epoch that our head is in, as far as it has come.
create table running_epochs (
  id                   smallint primary key default 1 check (id = 1),
  head_input_id        bigint references blocks,
  epoch                integer not null,
  active_gwei          uint64 not null,
  source_gwei          uint64 not null,
  target_gwei          uint64 not null,
  head_gwei            uint64 not null,
  previous_active_gwei uint64,
  previous_source_gwei uint64,
  previous_target_gwei uint64,
  previous_head_gwei   uint64,
  proposer_indices     integer[] not null,
  missed_slots         integer[]
);


alter type event_type add value 'epoch_ended';


-- The payload of epoch_ended follows from its row: the log has only the epoch.
alter view events rename to verdict_events;

create view events as
select e.id, e.happened_at, e.type, e.input_id,
  -- As text, because a new value of the type cannot be used in the transaction that adds it.
  case e.type::text
    when 'epoch_ended' then (
      select jsonb_build_object(
        'epoch', p.epoch::text,
        'root', '0x' || encode(coalesce(b.root, n.genesis_root), 'hex'),
        'fork_id', coalesce(b.fork_id, 0),
        'participation', jsonb_build_object(
          'source', round(p.source_gwei / nullif(p.active_gwei, 0), 4)::text,
          'target', round(p.target_gwei / nullif(p.active_gwei, 0), 4)::text,
          'head', round(p.head_gwei / nullif(p.active_gwei, 0), 4)::text),
        'previous_participation', case when p.epoch > 0 then jsonb_build_object(
          'source', round(p.previous_source_gwei / nullif(p.previous_active_gwei, 0), 4)::text,
          'target', round(p.previous_target_gwei / nullif(p.previous_active_gwei, 0), 4)::text,
          'head', round(p.previous_head_gwei / nullif(p.previous_active_gwei, 0), 4)::text) end,
        'missed_slots', coalesce(cardinality(p.missed_slots), 0))
      from epochs p
        cross join networks n
        left join blocks b on b.input_id = p.tip_input_id
      where p.epoch = (e.payload ->> 'epoch')::integer
        and p.tip_input_id is not distinct from e.input_id)
    else e.payload
  end as payload
from verdict_events e;
