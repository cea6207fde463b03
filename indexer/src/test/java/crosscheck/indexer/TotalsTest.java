package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** What is kept so that readers need not count is what they would have counted. */
final class TotalsTest {

  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private static final String VERDICTS =
      "select concat_ws(' ', status, input_count) from verdict_counts order by status";

  private static final String COUNTED_VERDICTS =
      """
      select concat_ws(' ', status, count(*))
      from verdicts
      where import_order is not null
      group by status
      order by status
      """;

  private static final String FAILURES =
      """
      select concat_ws(' ', check_name, input_count, latest_input_id)
      from check_failures
      order by check_name
      """;

  /** The latest is that of the last verdict, whatever the order of arrival. */
  private static final String COUNTED_FAILURES =
      """
      select concat_ws(' ', failed, count(*), (array_agg(input_id order by import_order desc))[1])
      from (
        select failure_check as failed, input_id, import_order
        from verdicts
        where failure_check is not null
        union all
        select fork_choice_check, input_id, import_order
        from verdicts
        where fork_choice_check is not null) failures
      group by failed
      order by failed
      """;

  @Test
  void countsVerdictsAndFailuresAlsoAcrossARestart() {
    ReferenceChain chain = ReferenceChain.of("invalid-16");
    Database database = TestDatabase.create();
    int half = chain.entries().size() / 2;
    Service first = new Service(chain, Database.external(database.url()), List.of()).start();
    first.receive(chain.entries().subList(0, half));
    first.awaitJudged();
    first.close();
    try (Service second = new Service(chain, database, List.of()).start()) {
      second.receive(chain.entries().subList(half, chain.entries().size()));
      second.awaitJudged();
      assertThat(second.lines(VERDICTS)).isEqualTo(second.lines(COUNTED_VERDICTS)).hasSize(3);
      assertThat(second.lines(FAILURES)).isEqualTo(second.lines(COUNTED_FAILURES)).isNotEmpty();
    }
  }

  private static Delivery seen(ReferenceChain.Entry entry, String node, Instant at) {
    return new Delivery(
        entry.ssz(), new Observation("test", Optional.of(node), at), Optional.empty());
  }

  private static List<String> sightings(Service service) {
    return service.lines(
        """
        select concat_ws(' ', n.name, s.block_count, s.first_count, s.max_delay_millis,
          (select string_agg(d.upto_millis || ':' || d.block_count, ',' order by d.upto_millis)
           from sighting_delays d
           where d.node_id = s.node_id))
        from node_sightings s
          join nodes n on n.id = s.node_id
        order by n.name
        """);
  }

  @Test
  void countsWhoSawBlocksFirstOnceTheyHaveSettled() throws Exception {
    ReferenceChain chain = ReferenceChain.of("finality-16");
    try (Service service = new Service(chain, TestDatabase.create(), List.of()).start()) {
      service.clock.set(NOON);
      List<Delivery> deliveries = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        ReferenceChain.Entry entry = chain.entries().get(i);
        Instant at = NOON.plusSeconds(i);
        deliveries.add(seen(entry, i < 8 ? "quick" : "slow", at));
        deliveries.add(seen(entry, i < 8 ? "slow" : "quick", at.plusMillis(i < 8 ? 1000 : 3)));
        // A second delivery by the same node changes nothing.
        deliveries.add(seen(entry, "quick", at.plusSeconds(5)));
      }
      // Nobody was first with what nobody else has.
      deliveries.add(seen(chain.entries().get(10), "alone", NOON));
      service.indexer.receiver().receiveAll(deliveries);
      service.awaitJudged();
      service.clock.set(NOON.plus(Duration.ofSeconds(8 * 6 - 1)));
      awaitTurns(service);
      assertThat(sightings(service)).isEmpty();
      service.clock.set(NOON.plus(Duration.ofSeconds(8 * 6)));
      List<String> expected = List.of("quick 10 8 3 0:8,4:2", "slow 10 2 1000 0:2,1024:8");
      Await.until(
          () -> "counted: " + sightings(service), () -> sightings(service).equals(expected));
      // Who comes later has caught up, and nothing is counted twice.
      service
          .indexer
          .receiver()
          .receiveAll(List.of(seen(chain.entries().get(0), "late", NOON.plusSeconds(60))));
      service.clock.set(NOON.plus(Duration.ofMinutes(5)));
      awaitTurns(service);
      assertThat(sightings(service)).isEqualTo(expected);
    }
  }

  /** Until the judge has had a turn that began after now. */
  private static void awaitTurns(Service service) throws InterruptedException {
    String node = "probe-" + service.clock.instant().getEpochSecond();
    service
        .indexer
        .receiver()
        .report(
            new NodeReport.Status(
                node,
                service.clock.instant(),
                Bytes32.fromHexString("0x" + "77".repeat(32)),
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    String looked =
        """
        select count(*)
        from node_heads h join nodes n on n.id = h.node_id
        where h.resolution = 'waiting' and n.name = '%s'
        """
            .formatted(node);
    Await.until(() -> "a turn", () -> service.number(looked) == 1);
  }
}
