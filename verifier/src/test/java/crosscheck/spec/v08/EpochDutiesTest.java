package crosscheck.spec.v08;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.spec.Block;
import crosscheck.spec.Duties;
import crosscheck.spec.Duties.Committee;
import crosscheck.spec.Duties.Status;
import crosscheck.spec.Duties.Summary;
import crosscheck.spec.Duties.Votes;
import crosscheck.testing.Data;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a state tells of duties, against the spec's plain form and what stands in the blocks. */
final class EpochDutiesTest {

  private static final int SLOTS = 8;

  private final Phase0 spec = RandomStates.SPEC;
  private final Duties duties = spec.duties();

  @RepeatedTest(20)
  void attestersCountAsThePlainFormCountsThem(RepetitionInfo repetition) {
    BeaconState state = random(repetition);
    PlainEpoch plain = new PlainEpoch(state);
    Summary summary = duties.summary(state);
    assertThat(summary.epoch()).isEqualTo(6);
    for (Votes votes : List.of(summary.current(), summary.previous().orElseThrow())) {
      long epoch = votes.epoch();
      assertThat(marked(votes, Votes.SOURCE)).isEqualTo(plain.sourceAttesters(epoch));
      assertThat(marked(votes, Votes.TARGET)).isEqualTo(plain.targetAttesters(epoch));
      assertThat(votes.sourceGwei()).isEqualTo(gwei(state, plain.sourceAttesters(epoch)));
      assertThat(votes.targetGwei()).isEqualTo(gwei(state, plain.targetAttesters(epoch)));
      assertThat(votes.activeGwei()).isEqualTo(gwei(state, plain.active(epoch)));
      for (int index = 0; index < state.validators.size(); index++) {
        assertThat(votes.inclusionDelays()[index])
            .as("validator %d", index)
            .isEqualTo((int) plain.inclusionDelay(epoch, index));
      }
    }
    // The spec asks for the head of the previous epoch only.
    Votes previous = summary.previous().orElseThrow();
    assertThat(marked(previous, Votes.HEAD)).isEqualTo(plain.headAttesters(5));
    assertThat(previous.headGwei()).isEqualTo(gwei(state, plain.headAttesters(5)));
  }

  @RepeatedTest(20)
  void everyActiveValidatorStandsInTheCommitteeThatThePlainFormFinds(RepetitionInfo repetition) {
    BeaconState state = random(repetition);
    PlainEpoch plain = new PlainEpoch(state);
    Summary summary = duties.summary(state);
    for (Votes votes : List.of(summary.current(), summary.previous().orElseThrow())) {
      List<Committee> committees = duties.committees(state, votes.epoch());
      assertThat(committees).hasSize(votes.committeeCount());
      Set<Integer> assigned = new HashSet<>();
      for (int number = 0; number < committees.size(); number++) {
        Committee committee = committees.get(number);
        assertThat(committee.members())
            .isEqualTo(plain.committee(votes.epoch(), committee.shard()));
        assertThat(committee.shard()).isEqualTo((votes.startShard() + number) % 8);
        assertThat(committee.slot())
            .isEqualTo(votes.epoch() * SLOTS + number / (committees.size() / SLOTS));
        for (int member : committee.members()) {
          assertThat(votes.committees()[member]).isEqualTo(number);
          assigned.add(member);
        }
      }
      assertThat(assigned).isEqualTo(new HashSet<>(plain.active(votes.epoch())));
      for (int index = 0; index < state.validators.size(); index++) {
        assertThat(votes.committees()[index] >= 0).isEqualTo(assigned.contains(index));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"finality-16", "queue-32"})
  void proposersOfAnEpochAreThoseThatProcessingSlotBySlotMeets(String name) throws Exception {
    int compared = 0;
    for (BeaconState state : posts(name)) {
      int[] proposers = duties.proposers(state);
      assertThat(proposers).hasSize(SLOTS);
      for (long slot = state.slot; slot / SLOTS == state.slot / SLOTS; slot++) {
        assertThat((long) proposers[(int) (slot % SLOTS)])
            .as("slot %d from %d", slot, state.slot)
            .isEqualTo(spec.proposerIndex(spec.advance(state, slot)));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(300);
  }

  /**
   * Every attestation of every block on the way, by the committees of the state it was put into.
   */
  @ParameterizedTest
  @ValueSource(strings = {"leak-32", "forks-16"})
  void whatWasIncludedIsWhatStandsInTheBlocks(String name) throws Exception {
    Map<Bytes32, BeaconState> posts = new HashMap<>();
    Map<Bytes32, Block> blocks = new HashMap<>();
    replay(name, posts, blocks);
    int compared = 0;
    for (Bytes32 tip : blocks.keySet()) {
      BeaconState post = posts.get(tip);
      Summary summary = duties.summary(post);
      if (summary.previous().isEmpty()) {
        continue;
      }
      Votes votes = summary.previous().get();
      int[] delays = new int[post.validators.size()];
      for (Bytes32 root = tip; blocks.containsKey(root); root = blocks.get(root).parentRoot()) {
        BeaconBlock block = (BeaconBlock) blocks.get(root);
        BeaconState at = posts.get(root);
        for (Attestation attestation : block.body().attestations()) {
          AttestationData data = attestation.data();
          if (data.target().epoch() != votes.epoch()) {
            continue;
          }
          List<Integer> committee =
              new PlainEpoch(at).committee(data.target().epoch(), data.crosslink().shard());
          long slot = slotOfShard(at, data);
          for (int i = 0; i < committee.size(); i++) {
            int member = committee.get(i);
            if (attestation.aggregationBits().get(i) && !post.validators.get(member).slashed()) {
              int delay = (int) (block.slot() - slot);
              delays[member] = delays[member] == 0 ? delay : Math.min(delay, delays[member]);
              compared++;
            }
          }
        }
      }
      assertThat(votes.inclusionDelays()).as("slot %d", post.slot).isEqualTo(delays);
    }
    assertThat(compared).isGreaterThan(500);
  }

  @Test
  void aSlotHasABlockUnlessTheChainSkippedIt() throws Exception {
    // skipped_slots of the chain's index
    Set<Long> skipped = Set.of(5L, 24L, 29L, 38L, 50L, 87L);
    for (BeaconState state : posts("finality-16")) {
      BeaconState last = spec.advance(state, state.slot / SLOTS * SLOTS + SLOTS - 1);
      List<Boolean> blocks = duties.summary(last).blocks();
      assertThat(blocks).hasSize(SLOTS);
      for (int i = 0; i < SLOTS; i++) {
        long slot = state.slot / SLOTS * SLOTS + i;
        assertThat(blocks.get(i))
            .as("slot %d of the chain up to %d", slot, state.slot)
            .isEqualTo(slot <= state.slot && !skipped.contains(slot));
      }
    }
  }

  @Test
  void crosslinksAreThoseThatTheReferenceHadAtTheStartOfTheEpoch() throws Exception {
    JsonNode expected =
        new ObjectMapper()
            .readTree(Data.require("chains/crosslink-24/index.json").toFile())
            .get("crosslinks_at_epoch_start");
    int compared = 0;
    for (BeaconState state : posts("crosslink-24")) {
      JsonNode shards = expected.get(String.valueOf(state.slot / SLOTS));
      List<Duties.Crosslink> crosslinks = duties.outcome(state).crosslinks();
      for (int shard = 0; shards != null && shard < shards.size(); shard++) {
        Duties.Crosslink crosslink = crosslinks.get(shard);
        assertThat(crosslink.startEpoch()).isEqualTo(shards.get(shard).get(0).asLong());
        assertThat(crosslink.endEpoch()).isEqualTo(shards.get(shard).get(1).asLong());
        assertThat(crosslink.dataRoot().toHexString())
            .startsWith(shards.get(shard).get(2).asText());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(900);
  }

  @Test
  void aValidatorsStatusFollowsItsEpochs() throws Exception {
    // Columns of final_validators in the chain's index, and the epoch the chain ends in (22).
    List<BeaconState> posts = posts("queue-32");
    BeaconState last = posts.get(posts.size() - 1);
    Status[] statuses = duties.summary(last).registry().statuses();
    Set<Status> met = new HashSet<>();
    JsonNode index =
        new ObjectMapper()
            .readTree(Data.require("chains/queue-32/index.json").toFile())
            .get("final_validators");
    for (int i = 0; i < index.size(); i++) {
      boolean activated = !index.get(i).get(3).isNull() && index.get(i).get(3).asLong() <= 22;
      boolean leaving = !index.get(i).get(4).isNull();
      boolean left = leaving && index.get(i).get(4).asLong() <= 22;
      Status expected =
          !activated
              ? (index.get(i).get(2).isNull() ? Status.PENDING_INITIALIZED : Status.PENDING_QUEUED)
              : !leaving
                  ? Status.ACTIVE
                  : !left
                      ? Status.EXITING
                      : index.get(i).get(5).asLong() <= 22 ? Status.WITHDRAWABLE : Status.EXITED;
      assertThat(statuses[i]).as("validator %d", i).isEqualTo(expected);
      met.add(expected);
    }
    assertThat(met).hasSizeGreaterThan(3);
  }

  private long slotOfShard(BeaconState state, AttestationData data) {
    return duties.committees(state, data.target().epoch()).stream()
        .filter(committee -> committee.shard() == data.crosslink().shard())
        .findFirst()
        .orElseThrow()
        .slot();
  }

  private static Set<Integer> marked(Votes votes, int mark) {
    Set<Integer> marked = new TreeSet<>();
    for (int index = 0; index < votes.marks().length; index++) {
      if (votes.marked(index, mark)) {
        marked.add(index);
      }
    }
    return marked;
  }

  private static long gwei(BeaconState state, Iterable<Integer> indices) {
    long sum = 0;
    for (int index : indices) {
      sum += state.validators.get(index).effectiveBalance();
    }
    return sum;
  }

  private static BeaconState random(RepetitionInfo repetition) {
    int seed = repetition.getCurrentRepetition();
    return new RandomStates(seed).endOfEpoch(8 + seed * 3);
  }

  private List<BeaconState> posts(String chain) throws Exception {
    return replay(chain, new HashMap<>(), new HashMap<>());
  }

  /** All valid blocks of a recorded chain, signatures taken for granted; the states in order. */
  private List<BeaconState> replay(
      String chain, Map<Bytes32, BeaconState> posts, Map<Bytes32, Block> blocks) throws Exception {
    Path folder = Data.require("chains/" + chain);
    BeaconState genesis = spec.decodeState(read(folder.resolve("genesis.ssz")));
    posts.put(spec.root(spec.genesisBlock(genesis)), genesis);
    List<BeaconState> inOrder = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder.resolve("blocks"))) {
      files = listed.sorted().toList();
    }
    try (Replay replay = new Replay(spec, genesis, ReplaySettings.defaults())) {
      for (Path file : files) {
        Judgement judgement = replay.restore(read(file), OptionalLong.empty());
        BeaconState post = (BeaconState) judgement.post().orElseThrow();
        posts.put(judgement.root().orElseThrow(), post);
        blocks.put(judgement.root().orElseThrow(), judgement.block().orElseThrow());
        inOrder.add(post);
      }
    }
    return inOrder;
  }

  private static Bytes read(Path file) throws Exception {
    return Bytes.wrap(Files.readAllBytes(file));
  }
}
