package crosscheck.indexer;

import crosscheck.db.Database;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a run leaves behind, but for what may differ from run to run (times, keys): to compare
 * two runs. Inputs are named by their SHA-256.
 */
final class Record {

  private static final List<String> QUERIES =
      List.of(
          """
          select 'verdict ' || encode(sha256(i.ssz), 'hex') || ' ' || (to_jsonb(v)
            - '{input_id, judged_at, judging_micros, justified_id, finalized_id, lane}'::text[])::text
            || ' justified ' || coalesce((select to_jsonb(c) - 'id' from checkpoints c where c.id = justified_id)::text, '')
            || ' finalized ' || coalesce((select to_jsonb(c) - 'id' from checkpoints c where c.id = finalized_id)::text, '')
          from verdicts v join inputs i on i.id = v.input_id
          order by sha256(i.ssz)
          """,
          """
          select 'block ' || encode(sha256(i.ssz), 'hex') || ' ' || (to_jsonb(b) - 'input_id')::text
          from blocks b join inputs i on i.id = b.input_id
          order by sha256(i.ssz)
          """,
          """
          select 'head ' || (to_jsonb(h) - '{input_id, head_input_id, changed_at}'::text[])::text
          from heads h
          order by import_order
          """,
          """
          select 'event ' || e.type || ' ' || coalesce(encode(sha256(i.ssz), 'hex'), '') || ' ' || e.payload::text
          from events e left join inputs i on i.id = e.input_id
          where e.type in ('block_waiting', 'block_judged', 'block_failed', 'head_changed',
            'justified_changed', 'finalized_changed')
          order by e.id
          """,
          // Told at the end of a transaction: their place depends on what was judged together. What
          // sources say of themselves depends on the run.
          """
          select 'event ' || e.type || ' ' || coalesce(encode(sha256(i.ssz), 'hex'), '') || ' ' || (e.payload - 'reorg_id')::text
          from events e left join inputs i on i.id = e.input_id
          where e.type in ('fork_created', 'reorg', 'node_finalized', 'node_disagrees', 'epoch_ended')
          order by 1
          """,
          // Told at the end of a transaction, and numbered with gaps where one failed.
          """
          select 'offence ' || o.kind || ' ' || o.validator_indices::text || ' ' || o.epoch || ' '
            || encode(sha256(a.ssz), 'hex') || ' ' || coalesce(o.first_position, -1) || ' '
            || encode(sha256(b.ssz), 'hex') || ' ' || coalesce(o.second_position, -1) || ' '
            || coalesce(encode(sha256(o.operation_ssz), 'hex'), '') || ' ' || (
              select count(*)
              from events e
              where e.type = 'offence_found' and e.payload ->> 'offence_id' = o.id::text)
          from offences o
          join inputs a on a.id = o.first_input_id
          join inputs b on b.id = o.second_input_id
          order by 1
          """,
          // Told by another thread, so anywhere among the others; and resolved when their time
          // comes.
          """
          select 'alert ' || rule || ' ' || cause || ' ' || count(*)
          from alerts
          where rule in ('invalid_block', 'malformed_block')
          group by rule, cause
          order by rule, cause
          """,
          """
          select 'fork ' || (to_jsonb(f) - 'created_at')::text
          from forks f
          order by f.id
          """,
          """
          select 'reorg ' || (to_jsonb(r) - '{id, happened_at}'::text[])::text
          from reorgs r
          order by r.id
          """,
          """
          select 'observed ' || encode(sha256(i.ssz), 'hex') || ' ' || count(*)
          from observations o join inputs i on i.id = o.input_id
          group by i.ssz
          order by sha256(i.ssz)
          """,
          """
          select 'operations ' || (select count(*) from proposer_slashings) || ' '
            || (select count(*) from attester_slashings) || ' ' || (select count(*) from deposits)
            || ' ' || (select count(*) from voluntary_exits) || ' ' || (select count(*) from transfers)
          """);

  private Record() {}

  static List<String> of(Database database) {
    List<String> lines = new ArrayList<>();
    for (String query : QUERIES) {
      lines.addAll(
          database.jdbi().withHandle(h -> h.createQuery(query).mapTo(String.class).list()));
    }
    return lines;
  }
}
