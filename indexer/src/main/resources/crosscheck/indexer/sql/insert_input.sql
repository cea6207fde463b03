-- No row comes back when another connection has stored the same bytes.
insert into inputs (sha256, ssz, size_bytes, received_at)
values (:sha256, :ssz, :size_bytes, :received_at)
on conflict (sha256) do nothing
returning id
