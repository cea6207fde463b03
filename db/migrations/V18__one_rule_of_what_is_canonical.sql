-- What is canonical is said once; queries that have block and verdict joined already ask this function.

-- Whether finality keeps a block or has left it; null while it has not decided. `finalized` is the slot of
-- the finalized block.
create function is_canonical(off_chain boolean, fork_id integer, slot numeric, finalized numeric)
returns boolean language sql immutable parallel safe as $$
  select case
    when off_chain then false
    when fork_id is not null and slot <= finalized then true
  end
$$;

create or replace view blocks as
select d.input_id, v.proposer_index, v.fork_id, d.proposer_slashing_count,
  d.attester_slashing_count, d.attestation_count, d.deposit_count, d.voluntary_exit_count,
  d.transfer_count,
  is_canonical(v.off_chain, v.fork_id, d.slot, (select finalized_slot())) as canonical,
  d.slot,
  div(d.slot, (select (n.config ->> 'SLOTS_PER_EPOCH')::numeric from networks n))::uint64 as epoch,
  d.root, d.hash, d.parent_root,
  (select substring(i.ssz from 41 for 32) from inputs i where i.id = d.input_id)::root
    as state_root,
  coalesce((select g.bytes from graffiti g where g.id = d.graffiti_id), '') as graffiti
from decoded_blocks d
  left join verdicts v on v.input_id = d.input_id;

-- Its partition holds neither of the first two statuses.
drop index open_verdicts_not_valid;
create index open_verdicts_error on open_verdicts (input_id) where status = 'error';
