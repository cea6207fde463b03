package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Receiving alone: the judge is not started. */
final class ReceivingTest {

  private final ReferenceChain chain = ReferenceChain.of("finality-16");

  @Test
  void storesBytesBlockAndObservationBeforeItAcknowledges() throws Exception {
    Bytes ssz = chain.entries().get(0).ssz();
    Observation observation =
        new Observation("push", Optional.of("lodestar-2"), Instant.parse("2026-01-02T03:04:05.6Z"));
    try (Service service = new Service(chain, TestDatabase.create(), List.of())) {
      Receipt receipt = service.indexer.receiver().receive(ssz, observation);
      assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.STORED);
      assertThat(receipt.root().orElseThrow().toHexString())
          .isEqualTo(chain.entries().get(0).text("root"));
      Map<String, Object> row =
          service
              .rows(
                  """
                  select i.ssz, encode(sha256(i.ssz), 'hex') as sha256, b.slot::text,
                    b.epoch::text, b.attestation_count, v.status, v.waiting_for, s.name as source,
                    n.name as node,
                    o.observed_at = '2026-01-02 03:04:05.6Z' as when_it_was
                  from inputs i
                    join blocks b on b.input_id = i.id
                    join verdicts v on v.input_id = i.id
                    join observations o on o.input_id = i.id
                    join sources s on s.id = o.source_id
                    join nodes n on n.id = o.node_id
                  """)
              .get(0);
      assertThat(Bytes.wrap((byte[]) row.get("ssz"))).isEqualTo(ssz);
      assertThat(row)
          .containsEntry("sha256", chain.entries().get(0).text("sha256"))
          .containsEntry("slot", "1")
          .containsEntry("epoch", "0")
          .containsEntry("status", "unjudged")
          .containsEntry("waiting_for", null)
          .containsEntry("source", "push")
          .containsEntry("node", "lodestar-2")
          .containsEntry("when_it_was", true);
    }
  }

  @Test
  void makesADuplicateOneMoreObservation() {
    Bytes ssz = chain.entries().get(0).ssz();
    try (Service service = new Service(chain, TestDatabase.create(), List.of())) {
      Receipt first = service.receive(ssz);
      Receipt second = service.receive(ssz);
      assertThat(second.outcome()).isEqualTo(Receipt.Outcome.KNOWN);
      assertThat(second.inputId()).isEqualTo(first.inputId());
      assertThat(service.number("select count(*) from inputs")).isEqualTo(1);
      assertThat(service.number("select count(*) from verdicts")).isEqualTo(1);
      assertThat(service.number("select count(*) from observations")).isEqualTo(2);
    }
  }

  @Test
  void keepsEachInputOnceWhenManyThreadsDeliverTheSameInOtherOrders() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Service service = new Service(chain, TestDatabase.create(), List.of())) {
      List<Callable<List<Receipt>>> deliveries = new ArrayList<>();
      for (int seed = 0; seed < 4; seed++) {
        List<ReferenceChain.Entry> shuffled = new ArrayList<>(chain.entries());
        Collections.shuffle(shuffled, new Random(seed));
        deliveries.add(
            () ->
                service
                    .indexer
                    .receiver()
                    .receiveAll(
                        shuffled.stream()
                            .map(e -> new Delivery(e.ssz(), Service.SEEN, Optional.empty()))
                            .toList()));
      }
      for (Future<List<Receipt>> receipts : threads.invokeAll(deliveries)) {
        assertThat(receipts.get()).allMatch(receipt -> receipt.inputId().isPresent());
      }
      int blocks = chain.entries().size();
      assertThat(service.number("select count(*) from inputs")).isEqualTo(blocks);
      assertThat(service.number("select count(*) from observations")).isEqualTo(4L * blocks);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void countsJunkBeyondTheBoundsAlsoAfterARestart() {
    IndexerSettings few = IndexerSettings.DEFAULT.withMostMalformed(3);
    Database database = TestDatabase.create();
    List<Receipt.Outcome> outcomes = new ArrayList<>();
    Service first = new Service(chain, database, List.of(), few);
    for (int i = 0; i < 4; i++) {
      outcomes.add(first.receive(Bytes.fromHexString("0x0" + i)).outcome());
    }
    try (Service second = new Service(chain, database, List.of(), few)) {
      outcomes.add(second.receive(Bytes.fromHexString("0xff")).outcome());
      outcomes.add(second.receive(Bytes.fromHexString("0x00")).outcome());
      assertThat(outcomes)
          .containsExactly(
              Receipt.Outcome.STORED,
              Receipt.Outcome.STORED,
              Receipt.Outcome.STORED,
              Receipt.Outcome.DISCARDED,
              Receipt.Outcome.DISCARDED,
              Receipt.Outcome.KNOWN);
      assertThat(second.number("select count(*) from inputs")).isEqualTo(3);
      assertThat(
              second.rows(
                  "select reason, name as node, input_count, size_bytes from discards join nodes on id = node_id"))
          .containsExactly(
              Map.of(
                  "reason",
                  "too_many_malformed",
                  "node",
                  "node-1",
                  "input_count",
                  2L,
                  "size_bytes",
                  2L));
      assertThat(second.receive(chain.entries().get(0).ssz()).outcome())
          .as("good blocks are not held up by junk")
          .isEqualTo(Receipt.Outcome.STORED);
    }
  }

  @Test
  void countsWhatIsTooLargeForABlock() {
    IndexerSettings small = IndexerSettings.DEFAULT.withMostInputBytes(100);
    try (Service service = new Service(chain, TestDatabase.create(), List.of(), small)) {
      assertThat(service.receive(Bytes.wrap(new byte[101])).outcome())
          .isEqualTo(Receipt.Outcome.DISCARDED);
      assertThat(service.lines("select reason || ' ' || size_bytes from discards"))
          .containsExactly("too_large 101");
      assertThat(service.number("select count(*) from inputs")).isZero();
    }
  }
}
