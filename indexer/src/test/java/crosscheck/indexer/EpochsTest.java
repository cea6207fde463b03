package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.db.TestDatabase;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.testing.Data;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Epochs and duties of recorded chains. What is expected comes from the chain's index, or from
 * going over its blocks one by one.
 */
final class EpochsTest {

  private static final int SLOTS = 8;

  /** Rows with the root of their tip; genesis has none. */
  private static final String EPOCHS =
      """
      select e.*, '0x' || encode(coalesce(b.root, n.genesis_root), 'hex') as tip
      from epochs e
        cross join networks n
        left join blocks b on b.input_id = e.tip_input_id
      order by e.epoch, tip
      """;

  /** All that is kept of epochs, by the roots of tips instead of their keys. */
  private static final List<String> RECORD =
      List.of(
          """
          select (to_jsonb(e) - 'tip_input_id')::text || encode(b.root, 'hex')
          from epochs e left join blocks b on b.input_id = e.tip_input_id
          order by e.epoch, b.root
          """,
          """
          select (to_jsonb(d) - 'tip_input_id')::text || encode(b.root, 'hex')
          from duties d left join blocks b on b.input_id = d.tip_input_id
          order by d.epoch, b.root, d.first_validator
          """,
          """
          select (to_jsonb(r) - 'head_input_id')::text || encode(b.root, 'hex')
          from running_epochs r left join blocks b on b.input_id = r.head_input_id
          """,
          """
          select e.payload::text
          from events e
          where e.type::text = 'epoch_ended'
          order by e.id
          """);

  @ParameterizedTest
  @ValueSource(strings = {"finality-16", "forks-16", "queue-32", "offences-24"})
  void everyChainThatLeavesAnEpochHasARowWithItsBalancesAndMissedSlots(String name) {
    ReferenceChain chain = ReferenceChain.of(name);
    try (Service service = judged(chain)) {
      Blocks blocks = new Blocks(chain);
      Map<String, String> expected = new TreeMap<>();
      for (JsonNode block : blocks.byRoot.values()) {
        String parent = block.get("parent_root").asText();
        for (long epoch = blocks.slot(parent) / SLOTS;
            epoch < block.get("slot").asLong() / SLOTS;
            epoch++) {
          expected.put(
              epoch + " " + parent,
              blocks.totalBalance(parent) + " missed " + blocks.missed(parent, epoch));
        }
      }
      Map<String, String> found = new TreeMap<>();
      for (Map<String, Object> row : service.rows(EPOCHS)) {
        long epoch = ((Number) row.get("epoch")).longValue();
        List<Long> missed =
            integers(row.get("missed_slots")).stream().map(i -> epoch * SLOTS + i).toList();
        found.put(
            epoch + " " + row.get("tip"),
            ((BigDecimal) row.get("balance_gwei")).toBigIntegerExact() + " missed " + missed);
      }
      assertThat(found).isEqualTo(expected);
      assertThat(expected).hasSizeGreaterThan(9);
    }
  }

  @Test
  void theProposerWhoMissedIsTheOneThatSlotProcessingMeets() {
    ReferenceChain chain = ReferenceChain.of("finality-16");
    try (Service service = judged(chain)) {
      Blocks blocks = new Blocks(chain);
      Map<Long, Integer> missed = new TreeMap<>();
      for (Map<String, Object> row : service.rows(EPOCHS)) {
        List<Integer> slots = integers(row.get("missed_slots"));
        List<Integer> proposers = integers(row.get("missed_proposers"));
        for (int i = 0; i < slots.size(); i++) {
          missed.put(
              ((Number) row.get("epoch")).longValue() * SLOTS + slots.get(i), proposers.get(i));
        }
      }
      List<Long> skipped = List.of(5L, 24L, 29L, 38L, 50L, 87L);
      assertThat(missed.keySet()).containsExactlyElementsOf(skipped);
      Spec spec = chain.spec();
      for (long slot : skipped) {
        State before = blocks.lastStateBefore(slot);
        assertThat((long) missed.get(slot))
            .as("slot %d", slot)
            .isEqualTo(spec.proposerIndex(spec.advance(before, slot)));
      }
      Map<String, Object> running = service.rows("select * from running_epochs").get(0);
      assertThat(running.get("epoch")).isEqualTo(11);
      // The slots up to the head, which is at slot 90.
      assertThat(integers(running.get("missed_slots"))).isEmpty();
      assertThat(integers(running.get("proposer_indices"))).hasSize(SLOTS);
    }
  }

  @Test
  void theLeakShowsWhoVotedAndWhoDidNot() throws IOException {
    ReferenceChain chain = ReferenceChain.of("leak-32");
    JsonNode index = index("leak-32");
    try (Service service = judged(chain)) {
      Set<Integer> off = members(index.at("/roles_in_leak/off"));
      Set<Integer> good = members(index.at("/roles_in_leak/good"));
      Set<Integer> wrongTarget = members(index.at("/roles_in_leak/wrong-target"));
      Set<Integer> wrongBoth = members(index.at("/roles_in_leak/wrong-both"));
      int firstLow = index.at("/low_epochs/0").asInt();
      int lastLow = index.at("/low_epochs/1").asInt();
      Set<Integer> low = new TreeSet<>();
      for (Map<String, Object> row : service.rows(EPOCHS)) {
        int of = (int) row.get("epoch") - 1;
        if (of < 0) {
          continue;
        }
        BigDecimal active = (BigDecimal) row.get("previous_active_gwei");
        BigDecimal target = (BigDecimal) row.get("previous_target_gwei");
        if (target.multiply(BigDecimal.valueOf(3)).compareTo(active.multiply(BigDecimal.valueOf(2)))
            < 0) {
          low.add(of);
        }
        if (of < firstLow || of > lastLow) {
          continue;
        }
        List<Duty> duties = duties(service, (int) row.get("epoch"));
        for (int i = 0; i < duties.size(); i++) {
          String who = "validator " + i + " in epoch " + of;
          if (off.contains(i)) {
            assertThat(duties.get(i).votes()).as(who).isZero();
            assertThat(duties.get(i).distance()).as(who).isZero();
          } else if (good.contains(i) && duties.get(i).votes() != 0) {
            assertThat(duties.get(i).votes() & 2).as(who).isEqualTo(2);
            assertThat(duties.get(i).distance()).as(who).isBetween(1, SLOTS);
          } else if (wrongTarget.contains(i) && duties.get(i).votes() != 0) {
            assertThat(duties.get(i).votes() & 3).as(who).isEqualTo(1);
          } else if (wrongBoth.contains(i) && duties.get(i).votes() != 0) {
            assertThat(duties.get(i).votes()).as(who).isEqualTo(1);
          }
        }
        assertThat(good.stream().filter(i -> duties.get(i).votes() != 0).count())
            .as("good ones included in epoch %d", of)
            .isGreaterThan(good.size() / 2);
      }
      assertThat(low).contains(firstLow, lastLow).hasSizeGreaterThan(20);
      assertThat(low).allMatch(epoch -> epoch >= firstLow && epoch <= lastLow);
      compareFinality(service, index.get("finalized_by_slot"));
    }
  }

  private static void compareFinality(Service service, JsonNode finalizedBySlot) {
    for (Map<String, Object> row : service.rows(EPOCHS)) {
      int finalized = 0;
      for (JsonNode step : finalizedBySlot) {
        if (step.get(0).asLong() < ((int) row.get("epoch") + 2L) * SLOTS) {
          finalized = step.get(1).asInt();
        }
      }
      assertThat(row.get("finalized_epoch")).as("epoch %s", row.get("epoch")).isEqualTo(finalized);
    }
  }

  @Test
  void balancesAndSlashingsOfEachValidatorAreThoseTheChainEndsWith() throws IOException {
    ReferenceChain chain = ReferenceChain.of("queue-32");
    try (Service service = judged(chain)) {
      Blocks blocks = new Blocks(chain);
      for (Map<String, Object> row : service.rows(EPOCHS)) {
        List<Duty> duties = duties(service, (int) row.get("epoch"));
        State tip = blocks.states.get(row.get("tip"));
        long[] balances = chain.spec().duties().summary(tip).registry().balances();
        assertThat(duties.stream().map(Duty::balance).toList())
            .isEqualTo(Arrays.stream(balances).boxed().toList());
        assertThat(row.get("validator_count")).isEqualTo(balances.length);
      }
      JsonNode last = index("queue-32").get("final_validators");
      List<Duty> duties = duties(service, 21);
      long slashed = 0;
      for (int i = 0; i < duties.size(); i++) {
        assertThat(duties.get(i).slashed())
            .as("validator %d", i)
            .isEqualTo(last.get(i).get(1).asBoolean());
        slashed += duties.get(i).slashed() ? 1 : 0;
      }
      assertThat(slashed).isGreaterThan(5);
      assertThat(service.number("select slashed_count from epochs where epoch = 21"))
          .isEqualTo(slashed);
    }
  }

  @Test
  void crosslinksAreThoseThatTheReferenceHadAtTheStartOfTheNextEpoch() throws IOException {
    ReferenceChain chain = ReferenceChain.of("crosslink-24");
    JsonNode expected = index("crosslink-24").get("crosslinks_at_epoch_start");
    try (Service service = judged(chain)) {
      int compared = 0;
      for (Map<String, Object> row : service.rows(EPOCHS)) {
        JsonNode shards = expected.get(String.valueOf((int) row.get("epoch") + 1));
        List<Integer> ends = new ArrayList<>();
        shards.forEach(shard -> ends.add(shard.get(1).asInt()));
        assertThat(integers(row.get("crosslink_ends"))).as("%s", row.get("epoch")).isEqualTo(ends);
        compared++;
      }
      assertThat(compared).isEqualTo(141 / SLOTS);
    }
  }

  /** 16,384 slots without a block. */
  @Test
  void aLongGapIsWrittenAtItsBeginningOnly() {
    ReferenceChain chain = ReferenceChain.of("exits-16");
    try (Service service = judged(chain)) {
      Blocks blocks = new Blocks(chain);
      long before = 0;
      long after = 0;
      for (JsonNode block : blocks.byRoot.values()) {
        long parent = blocks.slot(block.get("parent_root").asText()) / SLOTS;
        if (block.get("slot").asLong() / SLOTS > parent + 100) {
          before = parent;
          after = block.get("slot").asLong() / SLOTS;
        }
      }
      assertThat(after - before).isGreaterThan(2000);
      List<Map<String, Object>> found =
          service.rows(
              "select * from epochs where epoch between %d and %d order by epoch"
                  .formatted(before, after - 1));
      assertThat(found).hasSize(64);
      Map<String, Object> last = found.get(63);
      assertThat(last.get("epoch")).isEqualTo((int) before + 63);
      assertThat(integers(last.get("missed_slots"))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
      assertThat((BigDecimal) last.get("previous_source_gwei")).isZero();
      // What comes after the gap is written again.
      assertThat(service.number("select count(*) from epochs where epoch >= " + after))
          .isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"forks-16", "finality-16"})
  void aRunWithRestartsLeavesTheSameRows(String name) {
    ReferenceChain chain = ReferenceChain.of(name);
    List<String> undisturbed;
    try (Service service = judged(chain)) {
      undisturbed = record(service);
    }
    try (var database = TestDatabase.create()) {
      IndexerSettings settings = IndexerSettings.DEFAULT.withBatch(3);
      List<ReferenceChain.Entry> entries = chain.entries();
      int done = 0;
      // In the middle of epochs, and right at their ends.
      for (int upTo : List.of(1, 7, 8, 9, 20, 31, entries.size())) {
        Service service = new Service(chain, database, List.of(), settings).start();
        service.receive(entries.subList(done, upTo));
        done = upTo;
        service.awaitJudged();
        service.indexer.close();
        if (done == entries.size()) {
          assertThat(record(service)).isEqualTo(undisturbed);
        }
      }
    }
  }

  private static Service judged(ReferenceChain chain) {
    Service service = new Service(chain, TestDatabase.create(), List.of()).start();
    service.receive(chain.entries());
    service.awaitJudged();
    return service;
  }

  private static List<String> record(Service service) {
    List<String> record = new ArrayList<>();
    RECORD.forEach(query -> record.addAll(service.lines(query)));
    assertThat(record).hasSizeGreaterThan(20);
    return record;
  }

  /** What a row of duties says of a validator: votes are source 1, target 2, head 4. */
  private record Duty(int votes, boolean slashed, int distance, long balance) {}

  private static List<Duty> duties(Service service, int epoch) {
    List<Duty> duties = new ArrayList<>();
    for (Map<String, Object> row :
        service.rows(
            "select * from duties where epoch = %d order by first_validator".formatted(epoch))) {
      byte[] marks = (byte[]) row.get("marks");
      byte[] distances = (byte[]) row.get("inclusion_distances");
      byte[] balances = (byte[]) row.get("balances");
      int width = balances.length / marks.length;
      for (int i = 0; i < marks.length; i++) {
        long above = 0;
        for (int at = 0; at < width; at++) {
          above = (above << 8) | (balances[i * width + at] & 0xff);
        }
        duties.add(
            new Duty(
                marks[i] & 7,
                (marks[i] & 8) != 0,
                distances[i] & 0xff,
                ((BigDecimal) row.get("lowest_balance_gwei")).longValueExact() + above));
      }
    }
    return duties;
  }

  private static List<Integer> integers(Object array) {
    if (array == null) {
      return List.of();
    }
    try {
      return Arrays.asList((Integer[]) ((java.sql.Array) array).getArray());
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<Integer> members(JsonNode list) {
    Set<Integer> members = new HashSet<>();
    list.forEach(member -> members.add(member.asInt()));
    return members;
  }

  private static JsonNode index(String chain) throws IOException {
    return new ObjectMapper().readTree(Data.require("chains/" + chain + "/index.json").toFile());
  }

  /** The valid blocks of a chain as its index describes them. */
  private static final class Blocks {
    final Map<String, JsonNode> byRoot = new HashMap<>();
    final Map<String, State> states = new HashMap<>();
    private final String genesis;
    private final ReferenceChain chain;

    Blocks(ReferenceChain chain) {
      this.chain = chain;
      this.genesis = chain.spec().root(chain.spec().genesisBlock(chain.genesis())).toHexString();
      try (var replay =
          new crosscheck.replay.Replay(
              chain.spec(), chain.genesis(), crosscheck.replay.ReplaySettings.defaults())) {
        for (ReferenceChain.Entry entry : chain.entries()) {
          if (entry.text("verdict").equals("valid")) {
            byRoot.put(entry.text("root"), entry.expected());
            replay.restore(entry.ssz(), entry.time());
            states.put(
                entry.text("root"),
                replay.state(Bytes32.fromHexString(entry.text("root"))).orElseThrow());
          }
        }
      }
    }

    long slot(String root) {
      return root.equals(genesis) ? 0 : byRoot.get(root).get("slot").asLong();
    }

    String totalBalance(String root) {
      return root.equals(genesis)
          ? Arrays.stream(chain.spec().duties().summary(chain.genesis()).registry().balances())
                  .sum()
              + ""
          : byRoot.get(root).at("/post/total_balance").asText();
    }

    /** Slots of an epoch that the chain up to a block has no block for. */
    List<Long> missed(String tip, long epoch) {
      Set<Long> with = new HashSet<>(Set.of(0L));
      for (String root = tip;
          !root.equals(genesis);
          root = byRoot.get(root).get("parent_root").asText()) {
        with.add(slot(root));
      }
      List<Long> missed = new ArrayList<>();
      for (long slot = epoch * SLOTS; slot < (epoch + 1) * SLOTS; slot++) {
        if (!with.contains(slot)) {
          missed.add(slot);
        }
      }
      return missed;
    }

    State lastStateBefore(long slot) {
      return states.values().stream()
          .filter(state -> state.slot() < slot)
          .max((a, b) -> Long.compare(a.slot(), b.slot()))
          .orElseThrow();
    }
  }
}
