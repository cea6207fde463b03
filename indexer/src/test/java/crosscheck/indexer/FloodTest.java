package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** A flood of junk while good blocks come. */
final class FloodTest {

  private static final int GROUPS = 200;
  private static final int GROUP = 500;
  private static final int MALFORMED_KEPT = 1_000;
  private static final int WAITING_KEPT = 1_200;
  private static final int WAITING_KEPT_OF_NODE = 800;
  private static final IndexerSettings SETTINGS =
      IndexerSettings.DEFAULT
          .withMostMalformed(MALFORMED_KEPT)
          .withWaiting(
              new WaitingBounds(WAITING_KEPT, 256L << 20, WAITING_KEPT_OF_NODE, 1 << 17, 3));

  private final ReferenceChain chain = ReferenceChain.of("finality-16");
  private int made;

  @Test
  void neitherGrowsTheStoreNorDelaysGoodBlocksByMoreThanAFewBatches() throws Exception {
    try (Database database = TestDatabase.create();
        Indexer indexer =
            new Indexer(
                chain.spec(), chain.genesis(), database, List.of(), Clock.systemUTC(), SETTINGS)) {
      indexer.start();
      Map<Long, Instant> received = new HashMap<>();
      for (int group = 0; group < GROUPS; group++) {
        indexer.receiver().receiveAll(junk(group));
        if (received.size() < chain.entries().size()) {
          Receipt receipt =
              indexer.receiver().receive(chain.entries().get(received.size()).ssz(), Service.SEEN);
          received.put(receipt.inputId().getAsLong(), Instant.now());
        }
      }
      Await.until(
          () -> "good blocks judged",
          () -> number(database, "select count(*) from verdicts where status = 'valid'") == 84);
      received.forEach(
          (inputId, at) ->
              assertThat(batches(database, inputId, at)).as("input " + inputId).isLessThan(5));
      assertThat(number(database, "select count(*) from doubtful_inputs where lane = 2"))
          .isEqualTo(MALFORMED_KEPT);
      assertThat(number(database, "select count(*) from doubtful_inputs where lane = 1"))
          .isEqualTo(WAITING_KEPT);
      assertThat(number(database, "select count(*) from inputs"))
          .isEqualTo(84 + MALFORMED_KEPT + WAITING_KEPT);
      assertThat(number(database, "select sum(input_count) from discards"))
          .isEqualTo(GROUPS * GROUP - MALFORMED_KEPT - WAITING_KEPT);
      assertThat(number(database, "select count(distinct reason) from discards")).isEqualTo(2);
    }
  }

  /** Commits of the judge that began after the block was received, up to the one with it. */
  private static long batches(Database database, long inputId, Instant received) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select count(distinct happened_at)
                        from events
                        where type in ('block_judged', 'block_waiting') and happened_at > :received
                          and happened_at <= (select judged_at from verdicts where input_id = :id)
                        """)
                    .bind("received", OffsetDateTime.ofInstant(received, ZoneOffset.UTC))
                    .bind("id", inputId)
                    .mapTo(Long.class)
                    .one());
  }

  /** Half of it does not decode, the other half has no parent. */
  private List<Delivery> junk(int group) {
    Observation seen =
        new Observation("flood", Optional.of("node-" + group % 2), Instant.ofEpochSecond(group));
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < GROUP; i++) {
      made++;
      Bytes ssz = i % 2 == 0 ? Bytes.ofUnsignedInt(made) : orphan(made);
      deliveries.add(new Delivery(ssz, seen, Optional.empty()));
    }
    return deliveries;
  }

  /** A block whose parent nobody has. */
  private Bytes orphan(int number) {
    Bytes ssz = chain.entries().get(number % 84).ssz();
    return Bytes.concatenate(
        ssz.slice(0, 8), Bytes32.leftPad(Bytes.ofUnsignedInt(number)), ssz.slice(40));
  }

  @Test
  void judgesWhatIsCertainBeforeJunkThatCameEarlier() {
    IndexerSettings small = SETTINGS.withBatch(8);
    try (Service service = new Service(chain, TestDatabase.create(), List.of(), small)) {
      receive(service, junk(0));
      service.receive(chain.entries().subList(0, 10));
      service.indexer.start();
      service.awaitJudged();
      assertThat(service.number("select max(import_order) from verdicts where status = 'valid'"))
          .as("ten good ones, and a quarter of a batch of 8 twice")
          .isLessThanOrEqualTo(10 + 2 * 2);
    }
  }

  @Test
  void makesRoomWhenWhatWaitedIsJudged() {
    WaitingBounds few = new WaitingBounds(79, 1 << 20, 79, 1 << 17, 3);
    IndexerSettings settings = IndexerSettings.DEFAULT.withWaiting(few);
    try (Service service = new Service(chain, TestDatabase.create(), List.of(), settings)) {
      List<ReferenceChain.Entry> entries = chain.entries();
      service.receive(entries.subList(5, 84));
      assertThat(service.receive(orphan(1)).refusal()).contains("too_many_waiting");
      service.receive(entries.subList(0, 5));
      service.start().awaitJudged();
      assertThat(service.number("select count(*) from verdicts where status = 'valid'"))
          .isEqualTo(84);
      assertThat(service.number("select count(*) from doubtful_inputs")).isZero();
      assertThat(service.receive(orphan(1)).outcome()).isEqualTo(Receipt.Outcome.STORED);
    }
  }

  @Test
  void keepsFewBlocksOfSlotsFarAhead() {
    try (Service service = new Service(chain, TestDatabase.create(), List.of(), SETTINGS)) {
      List<Optional<String>> refusals = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        Bytes ssz = chain.entries().get(i).ssz();
        Bytes far = Bytes.concatenate(Bytes.fromHexString("0x00000000000000ff"), ssz.slice(8));
        refusals.add(service.receive(far).refusal());
      }
      assertThat(refusals)
          .containsExactly(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of("too_far_ahead"),
              Optional.of("too_far_ahead"));
    }
  }

  private static void receive(Service service, List<Delivery> deliveries) {
    try {
      service.indexer.receiver().receiveAll(deliveries);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static long number(Database database, String sql) {
    return database.jdbi().withHandle(h -> h.createQuery(sql).mapTo(Long.class).one());
  }
}
