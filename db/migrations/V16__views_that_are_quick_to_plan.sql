-- A view stands in a statement with all it is made of, and each planning of the statement plans that
-- too. What a view asks by the way is asked in functions: those are planned once a connection.

-- The slot of the finalized block of the fork-choice store; null before the first block.
create function finalized_slot() returns numeric language plpgsql stable parallel safe as $$
begin
  return (
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
    limit 1);
end
$$;

create or replace view blocks as
select d.input_id, v.proposer_index, v.fork_id, d.proposer_slashing_count,
  d.attester_slashing_count, d.attestation_count, d.deposit_count, d.voluntary_exit_count,
  d.transfer_count,
  case
    when v.off_chain then false
    when v.fork_id is not null and d.slot <= (select finalized_slot()) then true
  end as canonical,
  d.slot,
  div(d.slot, (select (n.config ->> 'SLOTS_PER_EPOCH')::numeric from networks n))::uint64 as epoch,
  d.root, d.hash, d.parent_root,
  (select substring(i.ssz from 41 for 32) from inputs i where i.id = d.input_id)::root
    as state_root,
  d.graffiti
from decoded_blocks d
  left join verdicts v on v.input_id = d.input_id;

-- What happened, of the types whose events say it in other tables.
create function event_payload(kind event_type, input bigint, stored jsonb) returns jsonb
language plpgsql stable parallel safe as $$
begin
  case kind
    when 'block_judged' then
      return (
        select jsonb_strip_nulls(jsonb_build_object(
          'status', v.status, 'root', '0x' || encode(b.root, 'hex'), 'slot', b.slot::text))
        from verdicts v
          left join decoded_blocks b on b.input_id = v.input_id
        where v.input_id = input);
    when 'head_changed' then
      return (
        select jsonb_build_object(
          'root', '0x' || encode(head.root, 'hex'),
          'slot', head.slot::text,
          'previous_root', '0x' || encode(previous.root, 'hex'))
        from verdicts v
          join head_changes h on h.import_order = v.import_order
          cross join networks n
          cross join lateral (
            select coalesce(b.root, n.genesis_root) as root, coalesce(b.slot, n.genesis_slot) as slot
            from (select h.head_input_id as input_id) of
              left join decoded_blocks b on b.input_id = of.input_id) head
          left join lateral (
            select coalesce(b.root, n.genesis_root) as root
            from (
              select p.head_input_id
              from head_changes p
              where p.import_order < h.import_order
              order by p.import_order desc
              limit 1) of
              left join decoded_blocks b on b.input_id = of.head_input_id) previous on true
        where v.input_id = input);
    when 'justified_changed' then
      return (
        select jsonb_build_object('epoch', c.epoch::text, 'root', '0x' || encode(c.root, 'hex'))
        from verdicts v
          join head_changes h on h.import_order = v.import_order
          join checkpoints c on c.id = h.justified_id
        where v.input_id = input);
    when 'finalized_changed' then
      return (
        select jsonb_build_object('epoch', c.epoch::text, 'root', '0x' || encode(c.root, 'hex'))
        from verdicts v
          join head_changes h on h.import_order = v.import_order
          join checkpoints c on c.id = h.finalized_id
        where v.input_id = input);
    when 'epoch_ended' then
      return (
        select jsonb_build_object(
          'epoch', p.epoch::text,
          'root', '0x' || encode(coalesce(b.root, n.genesis_root), 'hex'),
          'fork_id', coalesce(v.fork_id, 0),
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
          left join decoded_blocks b on b.input_id = p.tip_input_id
          left join verdicts v on v.input_id = p.tip_input_id
        where p.epoch = (stored ->> 'epoch')::integer
          and p.tip_input_id is not distinct from input);
    else
      return stored;
  end case;
end
$$;

create or replace view events as
select e.id, e.happened_at, e.type, e.input_id,
  event_payload(e.type, e.input_id, e.payload) as payload
from event_log e;
