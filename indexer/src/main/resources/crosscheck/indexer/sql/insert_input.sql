-- No row comes back when another connection has stored the same bytes.
insert into inputs (received_at, ssz)
values (:received_at, :ssz)
on conflict do nothing
returning id
