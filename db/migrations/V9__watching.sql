-- What those who watch ask for again and again: who saw blocks first, who is apart from whom and
-- since when, how often which check failed. Kept as running totals, so that no answer gets slower
-- as the chain gets longer.

-- Sightings of valid blocks that at least two nodes delivered, for each node.
create table node_sightings (
  node_id          smallint primary key references nodes,
  block_count      bigint not null,
  first_count      bigint not null,
  max_delay_millis bigint not null
);

-- How long after the first sight, as a histogram; the bounds grow by 2^(1/4).
create table sighting_delays (
  node_id     smallint not null references nodes,
  upto_millis bigint not null,
  block_count bigint not null,
  primary key (node_id, upto_millis)
);

insert into readers (name, last_event_id) values ('sightings', 0);


-- Pairs of nodes whose heads are on different branches.
create table node_divergences (
  node_id       smallint not null references nodes,
  other_id      smallint not null references nodes,
  ancestor_root root not null,
  ancestor_slot uint64 not null,
  since         timestamptz not null,
  primary key (node_id, other_id),
  check (node_id < other_id)
);


-- Where our head stood when a node said where its own does: how far it was behind.
alter table node_heads add column our_slot uint64;


-- Final verdicts, and failures of each check in the transition or in fork choice.
create table verdict_counts (
  status      verdict_status primary key,
  input_count bigint not null
);
insert into verdict_counts
select status, count(*)
from verdicts
where import_order is not null
group by status;

create table check_failures (
  check_name      text primary key,
  input_count     bigint not null,
  latest_input_id bigint not null references inputs
);
insert into check_failures
select failed, count(*), max(input_id)
from (
  select failure_check as failed, input_id
  from verdicts
  where failure_check is not null and import_order is not null
  union all
  select fork_choice_check, input_id
  from verdicts
  where fork_choice_check is not null and import_order is not null) failures
group by failed;
create index verdicts_refused on verdicts (fork_choice_check, input_id)
  where fork_choice_check is not null;
drop index verdicts_failure;
create index verdicts_failure on verdicts (failure_check, input_id)
  where failure_check is not null;


-- Events of one type, and what happened to one alert.
create index event_log_type on event_log (type, id);
create index event_log_alert on event_log ((payload ->> 'alert_id'), id)
  where payload ->> 'alert_id' is not null;

create index reorgs_node on reorgs (node_id, id);
