-- Where a block stands (proposer, fork, finality) is written with its verdict, once. What it says of
-- itself is written on receipt and never changes: so a block leaves no dead versions of itself in
-- nine indexes. Most of a block's bytes in the database were those.

drop view events;
drop view verdict_events;
drop view heads;

alter table verdicts
  add column proposer_index bigint,
  add column fork_id integer,
  -- Never canonical: invalid, refused by fork choice, or finality decided against it.
  add column off_chain boolean not null default false;

update verdicts v
set proposer_index = b.proposer_index, fork_id = b.fork_id, off_chain = b.canonical is false
from blocks b
where b.input_id = v.input_id
  and (b.proposer_index is not null or b.fork_id is not null or b.canonical is not null);

create index verdicts_fork on verdicts (fork_id, input_id) where fork_id is not null;
create index verdicts_proposer on verdicts (proposer_index, input_id)
  where proposer_index is not null;
create index verdicts_off_chain on verdicts (input_id) where off_chain;

alter table blocks rename to decoded_blocks;
-- Their indexes go with them.
alter table decoded_blocks
  drop column proposer_index,
  drop column fork_id,
  drop column canonical;
alter table decoded_blocks reset (fillfactor);
-- The index of its beginning finds a hash as well.
drop index blocks_hash;


-- What the block says of itself, and where it stands. canonical follows from the fork-choice store:
-- up to the finalized slot a valid block is on the finalized chain, unless it is marked otherwise.
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
  d.slot, d.epoch, d.root, d.hash, d.parent_root, d.state_root, d.graffiti
from decoded_blocks d
  left join verdicts v on v.input_id = d.input_id;


-- Votes are read from the block they are in.
drop table attestations;


-- The two commonest types are found by id alone; an entry for each is a tenth of what a block costs.
drop index event_log_type;
create index event_log_type on event_log (type, id)
  where type not in ('block_judged', 'head_changed');


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
