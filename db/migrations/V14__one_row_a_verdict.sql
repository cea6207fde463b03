-- What a block costs in the database, made smaller: fewer rows, fewer versions of them, smaller keys.

-- A final verdict is written once. Until then it is in a small table of its own, where the versions
-- that judging leaves behind are soon used again: verdicts is one table in two partitions, and an
-- input moves to the other when its status says so.

drop view events;
drop view heads;
drop view blocks;

alter table verdicts rename to final_verdicts;
alter index verdicts_pkey rename to final_verdicts_pkey;
alter table final_verdicts alter column proposer_index type integer;

create table verdicts (
  like final_verdicts including defaults including constraints
) partition by list (status);

create table open_verdicts partition of verdicts (
  primary key (input_id),
  foreign key (input_id) references inputs,
  -- So that nobody looks here for what has a place among the final ones.
  check (import_order is null)
) for values in ('unjudged', 'error');

insert into open_verdicts select * from final_verdicts where import_order is null;
delete from final_verdicts where import_order is null;
-- Nor there for what waits.
alter table final_verdicts add check (waiting_for is null);
alter table verdicts
  attach partition final_verdicts for values in ('valid', 'invalid', 'malformed');

drop index verdicts_ready;
drop index verdicts_waiting;
create index verdicts_ready on open_verdicts (lane, input_id)
  where status = 'unjudged' and waiting_for is null;
create index verdicts_waiting on open_verdicts (waiting_for, input_id)
  where waiting_for is not null;
create index open_verdicts_not_valid on open_verdicts (status, input_id)
  where status in ('invalid', 'malformed', 'error');
create index open_verdicts_off_chain on open_verdicts (input_id) where off_chain;


-- Seven bytes fit where eight take sixteen, and tell roots apart as well.
drop index blocks_root_start;
drop index blocks_hash_start;
drop index blocks_state_root_start;
create index blocks_root_start on decoded_blocks (substring(root from 1 for 7));
create index blocks_hash_start on decoded_blocks (substring(hash from 1 for 7));


-- Who delivered an input first is said in its row; only what else was seen of it has rows of its own.
alter table observations rename to further_observations;
alter index observations_input rename to further_observations_input;
alter index observations_node rename to further_observations_node;
alter table inputs
  add column observed_at timestamptz,
  add column source_id smallint references sources,
  add column node_id smallint references nodes;
update inputs i
set observed_at = f.observed_at, source_id = f.source_id, node_id = f.node_id
from (
  select distinct on (input_id) input_id, observed_at, source_id, node_id
  from further_observations
  order by input_id, observed_at, ctid) f
where f.input_id = i.id;
delete from further_observations f
where ctid = (
  select o.ctid
  from further_observations o
  where o.input_id = f.input_id
  order by o.observed_at, o.ctid
  limit 1);
alter table inputs
  alter column observed_at set not null,
  alter column source_id set not null;
create index inputs_node on inputs (node_id, id) where node_id is not null;

create view observations as
select id as input_id, observed_at, source_id, node_id
from inputs
union all
select input_id, observed_at, source_id, node_id
from further_observations;


-- The epoch is told from the slot, and the state root from the bytes: after slot (8) and parent root
-- (32), whatever else a block holds.
alter table decoded_blocks
  drop column epoch,
  drop column state_root;
create index inputs_state_root_start on inputs (substring(ssz from 41 for 7));

-- Slots are nearly all different, proposers and graffiti come again and again: without the input,
-- entries with the same key share it.
drop index blocks_slot;
create index blocks_slot on decoded_blocks (slot);
drop index verdicts_proposer;
create index verdicts_proposer on final_verdicts (proposer_index) where proposer_index is not null;
drop index blocks_graffiti;
create index blocks_graffiti on decoded_blocks (graffiti) where octet_length(graffiti) > 0;


-- The views again, over the table of both.
create view blocks as
select d.input_id, v.proposer_index, v.fork_id, d.proposer_slashing_count,
  d.attester_slashing_count, d.attestation_count, d.deposit_count, d.voluntary_exit_count,
  d.transfer_count,
  case
    when v.off_chain then false
    when v.fork_id is not null and d.slot <= (
      select f.slot
      from decoded_blocks f
      where f.root = (
        select c.root
        from checkpoints c
        where c.id = (
          select h.finalized_id
          from head_changes h
          order by h.import_order desc
          limit 1))
      limit 1) then true
  end as canonical,
  d.slot,
  div(d.slot, (select (n.config ->> 'SLOTS_PER_EPOCH')::numeric from networks n))::uint64 as epoch,
  d.root, d.hash, d.parent_root,
  (select substring(i.ssz from 41 for 32) from inputs i where i.id = d.input_id)::root
    as state_root,
  d.graffiti
from decoded_blocks d
  left join verdicts v on v.input_id = d.input_id;
-- The fork-choice store over time, in full.
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
  left join decoded_blocks b on b.input_id = c.head_input_id
  join checkpoints j on j.id = c.justified_id
  join checkpoints f on f.id = c.finalized_id;

-- Events with every payload: those of the commonest types are told from what the verdict and the end
-- of an epoch have written.
create view events as
select e.id, e.happened_at, e.type, e.input_id,
  case e.type
    when 'block_judged' then (
      select jsonb_strip_nulls(jsonb_build_object(
        'status', v.status, 'root', '0x' || encode(b.root, 'hex'), 'slot', b.slot::text))
      from verdicts v
        left join decoded_blocks b on b.input_id = v.input_id
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
from event_log e;


-- Nothing is looked for among whole blocks. Of a partitioned table autovacuum gathers nothing.
alter table inputs alter column ssz set statistics 0;
analyze;
