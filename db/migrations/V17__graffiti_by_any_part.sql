-- Graffiti come again and again: a text is stored once, and blocks say which. So a block is found by any
-- part of it, by looking through the texts there are.

-- Graffiti as text: UTF-8, or, where they are not, with each byte that is not ASCII as \ooo.
create function graffiti_text(graffiti bytea) returns text language plpgsql immutable strict as $$
begin
  return convert_from(graffiti, 'UTF8');
exception
  when character_not_in_repertoire or untranslatable_character then
    return encode(graffiti, 'escape');
end
$$;

create table graffiti (
  id integer generated always as identity primary key,
  bytes bytea not null unique check (octet_length(bytes) between 1 and 32),
  folded text not null generated always as (lower(graffiti_text(bytes))) stored
);

-- The number of graffiti, which it is given when it is new; null for none.
create function graffiti_id(graffiti bytea) returns integer language plpgsql strict as $$
declare
  known integer;
begin
  if octet_length(graffiti) = 0 then
    return null;
  end if;
  select g.id into known from graffiti g where g.bytes = graffiti;
  if known is null then
    insert into graffiti (bytes) values (graffiti) on conflict do nothing returning id into known;
  end if;
  if known is null then
    select g.id into known from graffiti g where g.bytes = graffiti;
  end if;
  return known;
end
$$;

alter table decoded_blocks add column graffiti_id integer;
update decoded_blocks
set graffiti_id = graffiti_id(graffiti)
where octet_length(graffiti) > 0;
create index blocks_graffiti_id on decoded_blocks (graffiti_id) where graffiti_id is not null;

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
  coalesce((select g.bytes from graffiti g where g.id = d.graffiti_id), '') as graffiti
from decoded_blocks d
  left join verdicts v on v.input_id = d.input_id;

alter table decoded_blocks drop column graffiti;
