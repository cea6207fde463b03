package crosscheck.testnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.replay.Verdict;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconState;
import crosscheck.ssz.Bitlist;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkTest {

  private static final long GENESIS_TIME = 1567777777;
  private static final long SECONDS_PER_SLOT = 6;
  private static final int SLOTS_PER_EPOCH = 8;

  private final Spec minimal = Specs.of("v0.8.3", Config.minimal());

  /** Plays a new network up to a slot, as fast as it goes. */
  private static Recorder played(
      Spec spec, State genesis, List<NodeSettings> nodes, SlotTicker ticker, long lastSlot)
      throws InterruptedException {
    Recorder recorder = new Recorder();
    try (Network network = new Network(spec, genesis, nodes, recorder)) {
      network.run(ticker, lastSlot);
      assertThat(new HashSet<>(network.heads().values())).as("heads").hasSize(1);
      assertThat(new HashSet<>(network.finalized().values())).as("finality").hasSize(1);
    }
    return recorder;
  }

  /** Judges all blocks by a verifier of its own, with signatures: all have to be valid. */
  private static List<Judgement> judged(Spec spec, State genesis, List<Bytes> blocks) {
    List<Judgement> judgements = new ArrayList<>();
    try (Replay replay = new Replay(spec, genesis, ReplaySettings.defaults())) {
      for (Bytes block : blocks) {
        Judgement judgement = replay.judge(block, OptionalLong.empty());
        assertThat(judgement.verdict()).as("%s", judgement.failure()).isEqualTo(Verdict.VALID);
        assertThat(judgement.forkChoice()).isEmpty();
        assertThat(judgement.head()).isEqualTo(judgement.root().orElseThrow());
        judgements.add(judgement);
      }
    }
    return judgements;
  }

  private static List<Long> slots(List<Judgement> judgements) {
    return judgements.stream().map(judgement -> judgement.block().orElseThrow().slot()).toList();
  }

  private static Judgement last(List<Judgement> judgements) {
    return judgements.get(judgements.size() - 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32})
  void makesAValidBlockInEachSlotAndFinalizes(int validators) throws Exception {
    State genesis = minimal.mockedGenesis(validators, GENESIS_TIME);
    int lastSlot = 6 * SLOTS_PER_EPOCH - 1;

    Recorder recorder =
        played(
            minimal,
            genesis,
            NodeSettings.evenly(4, validators),
            SlotTicker.asFastAsItGoes(),
            lastSlot);

    List<Judgement> judgements = judged(minimal, genesis, recorder.blocks());
    assertThat(slots(judgements))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, lastSlot).boxed().toList());
    assertThat(recorder.nodesByBlock().values())
        .allSatisfy(
            nodes ->
                assertThat(nodes)
                    .containsExactlyInAnyOrder("node-0", "node-1", "node-2", "node-3"));
    BeaconState end = (BeaconState) last(judgements).post().orElseThrow();
    assertThat(end.currentJustifiedCheckpoint().epoch()).isEqualTo(4);
    assertThat(end.finalizedCheckpoint().epoch()).isEqualTo(3);
    assertThat(last(judgements).storeFinalized().epoch()).isEqualTo(3);
    assertThat(bits(end)).as("attesters of epoch 4, each once").isEqualTo(validators);
    assertThat(Arrays.stream(end.balances().toArray()).min().orElseThrow())
        .as("all are rewarded")
        .isGreaterThan(32_000_000_000L);
  }

  private static int bits(BeaconState state) {
    return state.previousEpochAttestations().stream()
        .mapToInt(pending -> pending.aggregationBits().count())
        .sum();
  }

  @Test
  void tellsTheProposersNodeFirstAndNamesItInTheGraffiti() throws Exception {
    State genesis = minimal.mockedGenesis(16, GENESIS_TIME);

    Recorder recorder =
        played(minimal, genesis, NodeSettings.evenly(4, 16), SlotTicker.asFastAsItGoes(), 12);

    List<Judgement> judgements = judged(minimal, genesis, recorder.blocks());
    assertThat(recorder.seen()).hasSize(4 * judgements.size());
    for (int i = 0; i < judgements.size(); i++) {
      Judgement judgement = judgements.get(i);
      Recorder.Seen first = recorder.seen().get(4 * i);
      BeaconBlock block = (BeaconBlock) judgement.block().orElseThrow();
      assertThat(first.node()).isEqualTo("node-" + judgement.proposerIndex().orElseThrow() / 4);
      assertThat(block.body().graffiti().toArray())
          .startsWith(first.node().getBytes(StandardCharsets.US_ASCII));
      assertThat(first.unixTimeMillis())
          .isEqualTo((GENESIS_TIME + block.slot() * SECONDS_PER_SLOT) * 1_000);
    }
  }

  @Test
  void worksUnderTheMainnetConfiguration() throws Exception {
    Spec mainnet = Specs.of("v0.8.3", Config.mainnet());
    State genesis = mainnet.mockedGenesis(128, GENESIS_TIME);

    Recorder recorder =
        played(mainnet, genesis, NodeSettings.evenly(2, 128), SlotTicker.asFastAsItGoes(), 6);

    List<Judgement> judgements = judged(mainnet, genesis, recorder.blocks());
    assertThat(slots(judgements)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    BeaconBlock end = (BeaconBlock) last(judgements).block().orElseThrow();
    assertThat(end.body().attestations().toList())
        .singleElement()
        .satisfies(
            attestation ->
                assertThat(attestation.aggregationBits()).isEqualTo(Bitlist.of(true, true)));
  }

  @Test
  void makesTheSameBlocksAgain() throws Exception {
    State genesis = minimal.mockedGenesis(16, GENESIS_TIME);
    List<NodeSettings> nodes = NodeSettings.evenly(4, 16);

    Recorder once = played(minimal, genesis, nodes, SlotTicker.asFastAsItGoes(), 20);
    Recorder again = played(minimal, genesis, nodes, SlotTicker.asFastAsItGoes(), 20);

    assertThat(once.seen()).isNotEmpty().isEqualTo(again.seen());
  }

  @Test
  void finalizesWithoutAQuarterOfTheValidators() throws Exception {
    State genesis = minimal.mockedGenesis(16, GENESIS_TIME);

    Recorder recorder =
        played(
            minimal,
            genesis,
            List.of(new NodeSettings("A", 0, 12), new NodeSettings("follower", 12, 0)),
            SlotTicker.asFastAsItGoes(),
            8 * SLOTS_PER_EPOCH);

    List<Judgement> judgements = judged(minimal, genesis, recorder.blocks());
    assertThat(judgements).hasSizeBetween(30, 8 * SLOTS_PER_EPOCH - 4);
    assertThat(last(judgements).storeFinalized().epoch()).isGreaterThanOrEqualTo(4);
    assertThat(judgements)
        .allSatisfy(each -> assertThat(each.proposerIndex().orElseThrow()).isLessThan(12));
  }

  @Test
  void catchesUpWhenItIsLessThanAnEpochLate() throws Exception {
    State genesis = minimal.mockedGenesis(16, GENESIS_TIME);
    long slot8 = (GENESIS_TIME + 8 * SECONDS_PER_SLOT) * 1_000;

    Recorder recorder =
        played(minimal, genesis, NodeSettings.evenly(2, 16), time -> Math.max(time, slot8), 10);

    List<Judgement> judgements = judged(minimal, genesis, recorder.blocks());
    assertThat(slots(judgements)).hasSize(10);
    assertThat(recorder.seen().get(0).unixTimeMillis()).isEqualTo(slot8);
  }

  @Test
  void leavesSlotsEmptyWhenItIsMoreThanAnEpochLate() throws Exception {
    State genesis = minimal.mockedGenesis(16, GENESIS_TIME);
    long slot50 = (GENESIS_TIME + 50 * SECONDS_PER_SLOT) * 1_000;

    Recorder recorder =
        played(minimal, genesis, NodeSettings.evenly(2, 16), time -> Math.max(time, slot50), 52);

    assertThat(slots(judged(minimal, genesis, recorder.blocks()))).containsExactly(50L, 51L, 52L);
  }

  @Test
  void goesOnWhenTheListenerFails() throws Exception {
    State genesis = minimal.mockedGenesis(16, GENESIS_TIME);
    Recorder recorder = new Recorder();
    BlockListener failing =
        (node, ssz, time) -> {
          recorder.onBlock(node, ssz, time);
          throw new IllegalArgumentException("this listener always fails");
        };

    try (Network network = new Network(minimal, genesis, NodeSettings.evenly(1, 16), failing)) {
      network.run(SlotTicker.asFastAsItGoes(), 3);
    }

    assertThat(recorder.blocks()).hasSize(3);
  }

  // Repeated, because where in a slot the stop falls is up to the threads.
  @RepeatedTest(10)
  void runsOnItsOwnThreadUntilItIsStopped() throws Exception {
    State genesis = minimal.mockedGenesis(16, GENESIS_TIME);
    Recorder recorder = new Recorder();
    CountDownLatch threeBlocks = new CountDownLatch(3);
    BlockListener listener =
        (node, ssz, time) -> {
          recorder.onBlock(node, ssz, time);
          threeBlocks.countDown();
        };
    try (Network network = new Network(minimal, genesis, NodeSettings.evenly(1, 16), listener)) {
      network.start(SlotTicker.asFastAsItGoes());
      threeBlocks.await();
      assertThatThrownBy(() -> network.start(SlotTicker.asFastAsItGoes()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("runs already");
      network.stop();
      int stopped = recorder.blocks().size();
      assertThat(stopped).isGreaterThanOrEqualTo(3);

      network.run(SlotTicker.asFastAsItGoes(), stopped + 2);
      assertThat(recorder.blocks()).hasSize(stopped + 2);
    }
    judged(minimal, genesis, recorder.blocks());
  }

  @Test
  void doesNotStartInRealTimeFromAGenesisOfYearsAgo() {
    State genesis = minimal.mockedGenesis(16, GENESIS_TIME);
    try (Network network =
        new Network(minimal, genesis, NodeSettings.evenly(1, 16), new Recorder())) {
      assertThatThrownBy(network::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("take a later genesis time");
    }
  }
}
