-- A row of node_heads may only say until when the one before was so. Whoever lists what nodes said leaves
-- it out.
alter table node_heads add column repeats boolean not null default false;
