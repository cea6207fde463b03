package crosscheck.benchmarks;

import crosscheck.db.Database;
import crosscheck.spec.Check;
import crosscheck.spec.Spec;
import java.util.List;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;

/** What is in the database, to ask for any of it. */
record Samples(
    List<String> roots,
    List<String> checks,
    long lastInput,
    long lastSlot,
    long lastEpoch,
    int lastFork,
    long lastEvent,
    long lastAlert,
    long lastOffence,
    int validators) {

  private static final int ROOTS = 2_000;

  static Samples of(Database database, Spec spec, long blocks, int validators) {
    return database
        .jdbi()
        .withHandle(
            handle -> {
              long inputs =
                  handle.createQuery("select max(id) from inputs").mapTo(Long.class).one();
              List<String> roots =
                  handle
                      .createQuery(
                          """
                          select b.root
                          from (
                            select 1 + floor(random() * :inputs)::bigint as input_id
                            from generate_series(1, :roots)) picked
                          join blocks b on b.input_id = picked.input_id
                          where b.fork_id is not null
                          """)
                      .bind("roots", ROOTS)
                      .bind("inputs", inputs)
                      .map((row, context) -> Bytes.wrap(row.getBytes(1)).toHexString())
                      .list();
              return new Samples(
                  roots,
                  spec.checks().stream().map(Check::id).toList(),
                  inputs,
                  blocks,
                  blocks / spec.config().uint64("SLOTS_PER_EPOCH") - 1,
                  handle.createQuery("select max(id) from forks").mapTo(Integer.class).one(),
                  handle.createQuery("select max(id) from event_log").mapTo(Long.class).one(),
                  handle.createQuery("select max(id) from alerts").mapTo(Long.class).one(),
                  handle.createQuery("select max(id) from offences").mapTo(Long.class).one(),
                  validators);
            });
  }

  String root(Random any) {
    return roots.get(any.nextInt(roots.size()));
  }

  String check(Random any) {
    return checks.get(any.nextInt(checks.size()));
  }

  long input(Random any) {
    return upTo(any, lastInput);
  }

  long slot(Random any) {
    // A slot without a block has no answer.
    long slot = upTo(any, lastSlot);
    return slot % 50 == 7 ? slot + 1 : slot;
  }

  long epoch(Random any) {
    return upTo(any, lastEpoch);
  }

  /** Every number is that of a fork, but one: the last may be unused. */
  long fork(Random any) {
    return upTo(any, lastFork - 1L);
  }

  long event(Random any) {
    return upTo(any, lastEvent);
  }

  long alert(Random any) {
    return upTo(any, lastAlert);
  }

  long offence(Random any) {
    return upTo(any, lastOffence);
  }

  long validator(Random any) {
    return any.nextInt(validators);
  }

  private static long upTo(Random any, long last) {
    return 1 + (long) (any.nextDouble() * last);
  }
}
