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
          select 'verdict ' || encode(i.sha256, 'hex') || ' ' || (to_jsonb(v)
            - '{input_id, judged_at, judging_micros}'::text[])::text
          from verdicts v join inputs i on i.id = v.input_id
          order by i.sha256
          """,
          """
          select 'block ' || encode(i.sha256, 'hex') || ' ' || (to_jsonb(b) - 'input_id')::text
          from blocks b join inputs i on i.id = b.input_id
          order by i.sha256
          """,
          """
          select 'head ' || (to_jsonb(h) - '{input_id, changed_at}'::text[])::text
          from heads h
          order by import_order
          """,
          """
          select 'event ' || e.type || ' ' || coalesce(encode(i.sha256, 'hex'), '') || ' ' || e.payload::text
          from events e left join inputs i on i.id = e.input_id
          where e.type not like 'alert%'
          order by e.id
          """,
          // Told by another thread, so anywhere among the others; and resolved when their time
          // comes.
          """
          select 'alert ' || rule || ' ' || cause || ' ' || count(*)
          from alerts
          group by rule, cause
          order by rule, cause
          """,
          """
          select 'fork ' || (to_jsonb(f) - 'created_at')::text
          from forks f
          order by f.id
          """,
          """
          select 'reorg ' || (to_jsonb(r) - 'happened_at')::text
          from reorgs r
          order by r.id
          """,
          """
          select 'attestation ' || encode(i.sha256, 'hex') || ' ' || (to_jsonb(a) - 'input_id')::text
          from attestations a join inputs i on i.id = a.input_id
          order by i.sha256, a.position
          """,
          """
          select 'observed ' || encode(i.sha256, 'hex') || ' ' || count(*)
          from observations o join inputs i on i.id = o.input_id
          group by i.sha256
          order by i.sha256
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
