insert into inputs (id, received_at, ssz)
overriding system value
values (:id, :received_at, :ssz)
