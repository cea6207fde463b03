-- With who delivered it first.
insert into inputs (id, received_at, ssz, observed_at, source_id, node_id)
overriding system value
values (:id, :received_at, :ssz, :observed_at, :source_id, :node_id)
