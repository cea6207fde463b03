-- Fills an empty database with a long history, set by set, in the shape that the indexer gives it
-- (db/README.md). The table reads_parameters says how much; what is there was written by the
-- program: blocks, validators, genesis_time (Unix seconds), seconds_per_slot, slots_per_epoch,
-- checks (names), tail (what follows slot, parent and state root in the SSZ of a block).

set synchronous_commit = off;
-- What is made here fits together: no foreign key need be asked for each row.
set session_replication_role = replica;

-- The plan: one row for each input. Main chain: a block in each slot but every fiftieth. Every 200
-- slots a branch of three blocks leaves it; every fifth of these came first, so that the main chain
-- goes on with a new number. Every hundredth slot has an invalid block besides, every thousandth
-- junk; the last 50 blocks of branches wait for a parent that nobody has.
create unlogged table reads_plan as
with given as (select * from reads_parameters),
planned as (
  select slot, 0 as rank, 'main' as kind, null::bigint as branch, null::bigint as step
  from given, generate_series(1, blocks) slot
  where slot % 50 <> 7 or slot = blocks
  union all
  select 200 * branch + step, 1, 'side', branch, step
  from given, generate_series(1, (blocks - 10) / 200) branch, generate_series(1, 3) step
  union all
  select slot, 2, 'invalid', null, null
  from given, generate_series(100, blocks, 100) slot
  union all
  select slot, 3, 'malformed', null, null
  from given, generate_series(1000, blocks, 1000) slot
  union all
  select blocks - 60 + n, 4, 'orphan', n, null
  from given, generate_series(1, 50) n)
select row_number() over (order by slot, rank, branch) as input_id,
  slot, kind, branch, step,
  sha256(convert_to(kind || ':' || slot || ':' || coalesce(branch, 0), 'utf8')) as root,
  case kind
    when 'main' then 5 * ((slot - 1) / 1000)
    when 'side' then case when branch % 5 = 0 then branch - 5 else branch end
  end as fork_id
from planned;
create unique index on reads_plan (input_id);

-- Slots without a block on the main chain have the root of the block before.
create unlogged table reads_main as
select slot, input_id, root
from reads_plan
where kind = 'main';
create unique index on reads_main (slot);

alter table reads_plan add column parent_root bytea;
update reads_plan p
set parent_root = coalesce(
  case
    when p.kind = 'side' and p.step > 1 then
      sha256(convert_to('side:' || (p.slot - 1) || ':' || p.branch, 'utf8'))
    when p.kind = 'orphan' then sha256(convert_to('nobody:' || p.branch, 'utf8'))
    else (
      select m.root
      from reads_main m
      where m.slot < p.slot and (p.kind <> 'side' or m.slot <= 200 * p.branch)
      order by m.slot desc
      limit 1)
  end,
  (select genesis_root from networks));
create index on reads_plan (slot);
analyze reads_plan;
analyze reads_main;

insert into sources (name)
select 'poll-' || n from generate_series(1, 4) n;

insert into nodes (name)
select 'node-' || n from generate_series(1, 4) n;

insert into source_settings (name, kind, node, settings, origin, changed_at)
select 'poll-' || n, 'poll', 'node-' || n, '{}', 'file', now() from generate_series(1, 4) n;

insert into source_status (name, status, since, last_success_at)
select 'poll-' || n, 'ok', now(), now() from generate_series(1, 4) n;

create temporary view reads_sightings as
select p.input_id, n,
  to_timestamp(g.genesis_time + p.slot * g.seconds_per_slot) + interval '400 ms'
    + ((p.input_id * 7919 * n) % 900) * interval '1 ms' as observed_at
from reads_plan p cross join reads_parameters g cross join generate_series(1, 4) n;

insert into inputs (id, received_at, ssz, observed_at, source_id, node_id)
overriding system value
select p.input_id,
  to_timestamp(g.genesis_time + p.slot * g.seconds_per_slot) + interval '400 ms',
  case when p.kind = 'malformed' then p.root
    else reverse(int8send(p.slot)) || p.parent_root || sha256(p.root) || g.tail end,
  s.observed_at, s.n, s.n
from reads_plan p cross join reads_parameters g
  join reads_sightings s on s.input_id = p.input_id and s.n = 1
order by p.input_id;

insert into further_observations (input_id, observed_at, source_id, node_id)
select input_id, observed_at, n, n
from reads_sightings
where n > 1
order by input_id;

insert into decoded_blocks (input_id, proposer_slashing_count, attester_slashing_count,
  attestation_count, deposit_count, voluntary_exit_count, transfer_count, slot, root, hash,
  parent_root, graffiti_id)
select p.input_id, 0, 0, 2, 0, 0, 0, p.slot, p.root,
  sha256(p.root || '\x01'), p.parent_root,
  graffiti_id(convert_to('node-' || (p.slot % 4 + 1), 'utf8'))
from reads_plan p cross join reads_parameters g
where p.kind <> 'malformed'
order by p.input_id;

insert into checkpoints (id, epoch, root) overriding system value
select e + 1, e, coalesce(
    (select m.root
     from reads_main m
     where m.slot <= e * g.slots_per_epoch
     order by m.slot desc
     limit 1),
    (select genesis_root from networks))
from reads_parameters g, generate_series(0, g.blocks / g.slots_per_epoch) e;

insert into verdicts (input_id, import_order, judged_at, status, judging_micros, justified_id,
  finalized_id, attempt_count, lane, waiting_for, failure_function, failure_assertion,
  failure_check, failure_message, failure_path, failure_expected, failure_actual, proposer_index,
  fork_id, off_chain)
select p.input_id,
  case when p.kind <> 'orphan' then
    p.input_id - count(*) filter (where p.kind = 'orphan') over (order by p.input_id) end,
  case when p.kind <> 'orphan' then
    to_timestamp(g.genesis_time + p.slot * g.seconds_per_slot) + interval '410 ms' end,
  (case p.kind when 'invalid' then 'invalid' when 'malformed' then 'malformed'
    when 'orphan' then 'unjudged' else 'valid' end)::verdict_status,
  case when p.kind <> 'orphan' then 4321 end,
  case when p.kind in ('main', 'side') then greatest(p.slot / g.slots_per_epoch - 1, 0) + 1 end,
  case when p.kind in ('main', 'side') then greatest(p.slot / g.slots_per_epoch - 2, 0) + 1 end,
  1, 0,
  case when p.kind = 'orphan' then 'parent' end,
  case p.kind when 'invalid' then 'process_attestation' when 'malformed' then 'ssz_decode' end,
  case p.kind when 'invalid' then 2 end,
  case p.kind
    when 'invalid' then
      g.checks[1 + (floor(sqrt((p.slot * 7919) % 10007)))::integer % cardinality(g.checks)]
    when 'malformed' then 'SSZ_LENGTH' end,
  case when p.kind in ('invalid', 'malformed') then 'it is not what it must be' end,
  case p.kind when 'invalid' then array['process_block', 'attestations[0]'] end,
  case p.kind when 'invalid' then '5' end,
  case p.kind when 'invalid' then '4' end,
  case when p.kind <> 'malformed' then (p.slot * 7919) % g.validators end,
  p.fork_id,
  p.kind = 'invalid' or (p.kind = 'side' and p.slot <= g.blocks - 3 * g.slots_per_epoch)
from reads_plan p cross join reads_parameters g
order by p.input_id;

insert into head_changes (import_order, head_input_id, justified_id, finalized_id)
select v.import_order, p.input_id, v.justified_id, v.finalized_id
from reads_plan p join verdicts v on v.input_id = p.input_id
where p.kind = 'main'
order by v.import_order;

insert into forks (id, parent_id, base_root, base_slot, first_root, first_slot, tip_root, tip_slot,
  block_count, created_at)
select f.fork_id, b.fork_id, b.root, b.slot, f.first_root, f.first_slot, f.tip_root, f.tip_slot,
  f.block_count, to_timestamp(g.genesis_time + f.first_slot * g.seconds_per_slot)
from reads_parameters g,
  (select fork_id, min(slot) as first_slot, max(slot) as tip_slot, count(*) as block_count,
     (array_agg(root order by input_id))[1] as first_root,
     (array_agg(root order by input_id desc))[1] as tip_root,
     (array_agg(parent_root order by input_id))[1] as base
   from reads_plan
   where fork_id is not null
   group by fork_id) f
  left join reads_plan b on b.root = f.base and f.fork_id > 0
order by f.fork_id;

insert into epochs (tip_input_id, epoch, validator_count, slashed_count, committee_count,
  start_shard, previous_committee_count, previous_start_shard, justified_epoch, finalized_epoch,
  justification_bits, active_gwei, source_gwei, target_gwei, head_gwei, previous_active_gwei,
  previous_source_gwei, previous_target_gwei, previous_head_gwei, balance_gwei,
  lowest_balance_gwei, highest_balance_gwei, missed_slots, missed_proposers, crosslink_ends)
select m.input_id, e, g.validators, 3, 8, (8 * e) % 8, case when e > 0 then 8 end,
  case when e > 0 then 0 end, greatest(e - 1, 0), greatest(e - 2, 0), 15,
  g.validators * 32000000000, g.validators * 30000000000, g.validators * 30000000000,
  g.validators * 29000000000,
  case when e > 0 then g.validators * 32000000000 end,
  case when e > 0 then g.validators * 31000000000 end,
  case when e > 0 then g.validators * 31000000000 end,
  case when e > 0 then g.validators * 30000000000 end,
  g.validators::numeric * 32000000000, 31000000000, 33000000000,
  missed.slots, missed.proposers, array_fill(e::integer, array[8])
from reads_parameters g
  cross join generate_series(0, g.blocks / g.slots_per_epoch - 1) e
  cross join lateral (
    select input_id
    from reads_main
    where slot < (e + 1) * g.slots_per_epoch
    order by slot desc
    limit 1) m
  cross join lateral (
    select nullif(array_agg((s - e * g.slots_per_epoch)::integer), '{}') as slots,
      nullif(array_agg(((s * 7919) % g.validators)::integer), '{}') as proposers
    from generate_series(e * g.slots_per_epoch, (e + 1) * g.slots_per_epoch - 1) s
    where s > 0 and s % 50 = 7) missed
order by e;

-- Duties are a megabyte an epoch: of the latest 256 epochs, which are all that one answer may have.
insert into duties (tip_input_id, epoch, first_validator, lowest_balance_gwei, balances, marks,
  inclusion_distances, committees)
select e.tip_input_id, e.epoch, first, 31000000000,
  substr(pool.bytes, 1 + ((e.epoch * 64 + first / 4096) % 4096)::integer,
    4 * least(4096, g.validators - first)::integer),
  decode(repeat('27', least(4096, g.validators - first)::integer), 'hex'),
  decode(repeat('01', least(4096, g.validators - first)::integer), 'hex'),
  decode(repeat('0001020304050607', least(4096, g.validators - first)::integer / 8)
    || repeat('07', least(4096, g.validators - first)::integer % 8), 'hex')
from reads_parameters g
  cross join (
    select string_agg(sha256(int8send(n)), ''::bytea) as bytes
    from generate_series(1, 1024) n) pool
  join epochs e on e.epoch > 0 and e.epoch >= g.blocks / g.slots_per_epoch - 257
  cross join generate_series(0, g.validators - 1, 4096) first
order by e.epoch, first;

insert into running_epochs (id, head_input_id, epoch, active_gwei, source_gwei, target_gwei,
  head_gwei, previous_active_gwei, previous_source_gwei, previous_target_gwei, previous_head_gwei,
  proposer_indices, missed_slots)
select 1, m.input_id, g.blocks / g.slots_per_epoch, g.validators * 32000000000,
  g.validators * 16000000000, g.validators * 16000000000, g.validators * 16000000000,
  g.validators * 32000000000, g.validators * 31000000000, g.validators * 31000000000,
  g.validators * 30000000000,
  (select array_agg(((g.blocks / g.slots_per_epoch * g.slots_per_epoch + n) * 7919
     % g.validators)::integer)
   from generate_series(0, g.slots_per_epoch - 1) n),
  null
from reads_parameters g join reads_main m on m.slot = g.blocks;

-- Every node says each head of the main chain; the fourth one is some slots behind.
insert into node_heads (node_id, observed_at, head_root, head_slot, justified_epoch, justified_root,
  finalized_epoch, finalized_root, resolution, fork_id, our_slot)
select n, to_timestamp(g.genesis_time + p.slot * g.seconds_per_slot) + n * interval '150 ms',
  p.root, p.slot, j.epoch, j.root, f.epoch, f.root, 'valid', p.fork_id,
  p.slot + case when n = 4 then p.slot % 9 else 0 end
from reads_parameters g
  cross join reads_plan p
  cross join generate_series(1, 4) n
  join checkpoints j on j.id = greatest(p.slot / g.slots_per_epoch - 1, 0) + 1
  join checkpoints f on f.id = greatest(p.slot / g.slots_per_epoch - 2, 0) + 1
where p.kind = 'main'
order by p.slot, n;

insert into node_status (node_id, first_seen_at, last_seen_at, last_head_at, state, state_since,
  client_version, head_root, head_slot, justified_epoch, justified_root, finalized_epoch,
  finalized_root, placed_head_id, fork_id, ancestor_root, ancestor_slot, depth_slots)
select h.node_id, h.observed_at, h.observed_at, h.observed_at, 'ok', h.observed_at, 'bench/v1',
  h.head_root, h.head_slot, h.justified_epoch, h.justified_root, h.finalized_epoch,
  h.finalized_root, h.id, h.fork_id, h.head_root, h.head_slot, 0
from (
  select distinct on (node_id) *
  from node_heads
  order by node_id, id desc) h;

insert into node_sightings (node_id, block_count, first_count, max_delay_millis)
select n, blocks, blocks / 4, 899 from reads_parameters, generate_series(1, 4) n;

insert into sighting_delays (node_id, upto_millis, block_count)
select n, upto, blocks / 40
from reads_parameters, generate_series(1, 4) n,
  (select distinct ceil(power(2, k / 4.0) - 1e-9)::bigint as upto
   from generate_series(0, 40) k) bounds;

insert into reorgs (node_id, happened_at, from_root, from_slot, to_root, to_slot, ancestor_root,
  ancestor_slot, depth_slots, depth_blocks)
select nullif(p.branch % 5, 0), to_timestamp(g.genesis_time + p.slot * g.seconds_per_slot),
  p.root, p.slot, m.root, m.slot, a.root, a.slot, p.slot - a.slot, p.step
from reads_parameters g
  cross join reads_plan p
  join reads_main m on m.slot = p.slot + 1
  join reads_main a on a.slot = 200 * p.branch
where p.kind = 'side' and p.step = 1 + p.branch % 3
order by p.slot;

insert into offences (kind, found_at, epoch, validator_indices, first_input_id, second_input_id,
  first_data, second_data, operation_ssz, checked_root, refusal_check, refusal_message)
select 'double_proposal', to_timestamp(g.genesis_time + p.slot * g.seconds_per_slot),
  p.slot / g.slots_per_epoch, array[((p.slot * 7919) % g.validators)::integer],
  m.input_id, p.input_id, substring(m.root from 1 for 16), substring(p.root from 1 for 16),
  decode(repeat('00', 408), 'hex'), m.root, null, null
from reads_parameters g
  cross join reads_plan p
  join reads_main m on m.slot = p.slot
where p.kind = 'side' and p.step = 1
order by p.slot;

insert into alerts (rule, cause, severity, title, details, opened_at, resolved_at, clear_since,
  last_seen_at, occurrence_count)
select (array['invalid_block', 'finality_late', 'nodes_forked', 'node_silent'])[1 + p.slot / 100 % 4],
  'block:0x' || encode(p.root, 'hex'),
  (array['info', 'warning', 'critical'])[1 + p.slot / 100 % 3]::alert_severity,
  'Invalid block at slot ' || p.slot,
  jsonb_build_object('root', '0x' || encode(p.root, 'hex'), 'slot', p.slot::text),
  to_timestamp(g.genesis_time + p.slot * g.seconds_per_slot),
  case when p.slot < g.blocks - 5000 then
    to_timestamp(g.genesis_time + p.slot * g.seconds_per_slot + 3600) end,
  null,
  to_timestamp(g.genesis_time + p.slot * g.seconds_per_slot), 1
from reads_parameters g cross join reads_plan p
where p.kind = 'invalid'
order by p.slot;

-- In the order in which it happened: what follows from one block stands together.
insert into event_log (happened_at, input_id, type, payload)
select to_timestamp(g.genesis_time + happened.slot * g.seconds_per_slot) + interval '410 ms',
  happened.input_id, happened.type::event_type, happened.payload
from reads_parameters g
  cross join (
    select slot, input_id, 0 as rank, 'block_judged' as type, null::jsonb as payload
    from reads_plan
    where kind <> 'orphan'
    union all
    select slot, input_id, 0, 'block_waiting',
      jsonb_build_object('root', '0x' || encode(root, 'hex'), 'slot', slot::text,
        'waiting_for', 'parent')
    from reads_plan
    where kind = 'orphan'
    union all
    select slot, input_id, 1, 'head_changed', null
    from reads_plan
    where kind = 'main'
    union all
    select p.slot, p.input_id, 2, t.type, null
    from reads_parameters g, reads_plan p,
      (values ('justified_changed'), ('finalized_changed')) t (type)
    where p.kind = 'main' and p.slot % g.slots_per_epoch = 0
    union all
    select (e.epoch + 1) * g.slots_per_epoch, e.tip_input_id, 3, 'epoch_ended',
      jsonb_build_object('epoch', e.epoch::text)
    from reads_parameters g, epochs e
    union all
    select p.slot, p.input_id, 4, 'fork_created',
      jsonb_build_object('fork_id', f.id, 'base_root', '0x' || encode(f.base_root, 'hex'),
        'base_slot', f.base_slot::text, 'root', '0x' || encode(f.first_root, 'hex'),
        'slot', f.first_slot::text)
    from forks f join reads_plan p on p.root = f.first_root
    where f.id > 0
    union all
    select r.to_slot::bigint, null, 5, 'reorg',
      jsonb_build_object('reorg_id', r.id, 'node', n.name,
        'from_root', '0x' || encode(r.from_root, 'hex'),
        'to_root', '0x' || encode(r.to_root, 'hex'),
        'ancestor_root', '0x' || encode(r.ancestor_root, 'hex'),
        'ancestor_slot', r.ancestor_slot::text, 'depth_slots', r.depth_slots::text)
    from reorgs r left join nodes n on n.id = r.node_id
    union all
    select p.slot, p.input_id, 6, 'offence_found',
      jsonb_build_object('offence_id', o.id::text, 'kind', o.kind,
        'validators', to_jsonb(o.validator_indices))
    from offences o join reads_plan p on p.input_id = o.second_input_id
    union all
    select (a.details ->> 'slot')::bigint, null, 7, told.type,
      jsonb_build_object('alert_id', a.id::text, 'rule', a.rule, 'cause', a.cause,
        'severity', a.severity, 'title', a.title)
    from alerts a
      cross join (values ('alert_opened', true), ('alert_resolved', false)) told (type, always)
    where told.always or a.resolved_at is not null
    union all
    select c.slot, null, 8, 'node_finalized',
      jsonb_build_object('node', 'node-' || n, 'epoch', (c.slot / g.slots_per_epoch)::text,
        'root', '0x' || encode(c.root, 'hex'))
    from reads_parameters g, reads_main c, generate_series(1, 4) n
    where c.slot % g.slots_per_epoch = 0) happened
order by happened.slot, happened.rank, happened.input_id;

insert into verdict_counts
select status, count(*)
from verdicts
where import_order is not null
group by status;

insert into check_failures
select failure_check, count(*), max(input_id)
from verdicts
where failure_check is not null
group by failure_check;

insert into readers (name, last_event_id)
select name, (select max(id) from event_log)
from unnest(array['alerts', 'sightings']) name
on conflict (name) do update
set last_event_id = excluded.last_event_id;

drop view reads_sightings;
drop table reads_main;
drop table reads_plan;
