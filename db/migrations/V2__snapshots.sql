-- What a restart begins with, so that it need not execute the whole chain again. Either table may be
-- emptied at any time: that costs time at the next start, and nothing else.

-- Post-states of some valid blocks; those of others are made again from the nearest ancestor.
create table state_snapshots (
  root         root primary key,
  import_order bigint not null,
  state        bytea not null
);
create index state_snapshots_order on state_snapshots (import_order);
-- Compressed already.
alter table state_snapshots alter column state set storage external;


-- The fork-choice store after some imports, without the tree of blocks.
create table store_snapshots (
  import_order bigint primary key,
  store        bytea not null
);
alter table store_snapshots alter column store set storage external;
