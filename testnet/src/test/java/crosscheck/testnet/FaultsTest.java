package crosscheck.testnet;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.replay.Judgement;
import crosscheck.replay.Verdict;
import crosscheck.spec.v08.Attestation;
import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.Validator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Each fault does in the network what it says. */
class FaultsTest {

  private static final long GENESIS_TIME = 1567777777;
  private static final long SLOT_MILLIS = 6_000;

  @Test
  void aSilentNodeLeavesItsSlotsEmpty() throws Exception {
    Played played = Played.fourNodes(24, "faults: [{kind: silent, nodes: [B-1], until: 16}]");

    assertThat(played.with(Verdict.VALID)).hasSameSizeAs(played.judgements());
    assertThat(played.slotsOf("B-1")).allMatch(slot -> slot >= 16);
    assertThat(played.slotsOf("A-0")).anyMatch(slot -> slot < 16);
    assertThat(played.heads()).isOne();
  }

  @Test
  void aShareOfTheAttestationsIsMissing() throws Exception {
    Played all = Played.fourNodes(16, "");
    Played some =
        Played.fourNodes(16, "faults: [{kind: silent, duties: attestations, share: 0.5}]");

    assertThat(attesters(all)).isEqualTo(2 * 16 - 2);
    assertThat(attesters(some)).isBetween(6, 24);
    assertThat(some.blocks()).hasSize(16);
  }

  private static int attesters(Played played) {
    int attesters = 0;
    for (BeaconBlock block : played.blocks()) {
      for (Attestation attestation : block.body().attestations()) {
        attesters += attestation.aggregationBits().count();
      }
    }
    return attesters;
  }

  @Test
  void aLateBlockIsSeenLate() throws Exception {
    Played played =
        Played.fourNodes(12, "faults: [{kind: late_blocks, at: 5, until: 7, by: 0.75 slots}]");

    Map<Long, Long> delays =
        played.seen().stream()
            .collect(
                Collectors.toMap(
                    seen -> Math.floorDiv(seen.unixTimeMillis() / 1_000 - GENESIS_TIME, 6L),
                    seen -> (seen.unixTimeMillis() - GENESIS_TIME * 1_000) % SLOT_MILLIS,
                    Math::max));
    assertThat(delays).containsEntry(4L, 0L).containsEntry(5L, 4_500L).containsEntry(6L, 4_500L);
    assertThat(delays).containsEntry(7L, 0L);
  }

  @Test
  void lateAttestationsAreIncludedLater() throws Exception {
    Played played =
        Played.fourNodes(16, "faults: [{kind: late_attestations, at: 4, until: 5, by: 2 slots}]");

    List<Long> slots =
        played.blocks().stream()
            .filter(block -> block.body().attestations().isEmpty())
            .map(BeaconBlock::slot)
            .toList();
    assertThat(slots).containsExactly(1L, 5L);
    BeaconBlock later =
        played.blocks().stream().filter(block -> block.slot() == 7).findFirst().orElseThrow();
    assertThat(later.body().attestations().size()).isEqualTo(2);
  }

  @Test
  void aDoubleProposalIsTwoValidBlocksAndIsSlashed() throws Exception {
    Played played = Played.fourNodes(24, "faults: [{kind: double_proposal, at: 4, nodes: [A-1]}]");

    assertThat(played.with(Verdict.VALID)).hasSameSizeAs(played.judgements());
    Map<Long, List<Judgement>> bySlot =
        played.judgements().stream()
            .collect(Collectors.groupingBy(each -> each.block().orElseThrow().slot()));
    List<List<Judgement>> twice =
        bySlot.values().stream().filter(blocks -> blocks.size() == 2).toList();
    assertThat(twice).hasSize(1);
    long proposer = twice.get(0).get(0).proposerIndex().orElseThrow();
    assertThat(twice.get(0).get(1).proposerIndex()).hasValue(proposer);
    assertThat(slashed(played.end())).containsExactly(proposer);
    assertThat(played.heads()).isOne();
  }

  private static List<Long> slashed(BeaconState state) {
    return LongStream.range(0, state.validators().size())
        .filter(index -> state.validators().get(index).slashed())
        .boxed()
        .toList();
  }

  @Test
  void aDoubleVoteIsSlashed() throws Exception {
    Played played =
        Played.fourNodes(24, "faults: [{kind: double_vote, at: epoch 1, validators: 9}]");

    assertThat(played.with(Verdict.VALID)).hasSameSizeAs(played.judgements());
    assertThat(slashed(played.end())).containsExactly(9L);
  }

  @Test
  void aSurroundVoteIsSlashed() throws Exception {
    Played played =
        Played.fourNodes(60, "faults: [{kind: surround_vote, at: epoch 2, validators: 13}]");

    assertThat(played.with(Verdict.VALID)).hasSameSizeAs(played.judgements());
    assertThat(slashed(played.end())).containsExactly(13L);
  }

  @Test
  void aPartitionMakesTwoChainsAndHealsToOneHead() throws Exception {
    String halves = "groups: [[A-0, B-0], [A-1, B-1]]";
    Played divided = Played.fourNodes(40, "faults: [{kind: partition, at: 9, " + halves + "}]");
    Played healed =
        Played.fourNodes(
            64, "faults: [{kind: partition, at: 9, until: epoch 3, %s}]".formatted(halves));

    assertThat(divided.heads()).isEqualTo(2);
    assertThat(divided.leastFinalized()).isZero();
    assertThat(healed.heads()).isOne();
    assertThat(healed.leastFinalized()).isGreaterThanOrEqualTo(4);
    assertThat(healed.with(Verdict.VALID)).hasSameSizeAs(healed.judgements());
  }

  @Test
  void aStoppedNodeCatchesUp() throws Exception {
    Played played = Played.fourNodes(40, "faults: [{kind: stop, nodes: [B-0], at: 10, until: 26}]");

    assertThat(played.slotsOf("B-0")).noneMatch(slot -> slot >= 10 && slot < 26);
    assertThat(played.heads()).isOne();
    assertThat(played.seen().stream().filter(seen -> seen.node().equals("B-0")).toList())
        .as("every block, also those it missed")
        .hasSameSizeAs(played.judgements());
  }

  @Test
  void aLateJoinerSyncsFromGenesis() throws Exception {
    Played played =
        Played.plan(
            150,
            """
            genesis: {validators: 16}
            links: [{delay: 40ms}]
            nodes:
              - {name: A, validators: 0-15}
              - {name: late, join_at: 140}
            """);

    Set<Long> seen = new HashSet<>();
    played.seen().stream()
        .filter(each -> each.node().equals("late"))
        .forEach(each -> seen.add(each.unixTimeMillis()));
    assertThat(seen).allMatch(time -> time >= (GENESIS_TIME + 140 * 6) * 1_000);
    assertThat(played.heads()).isOne();
    assertThat(played.leastFinalized()).isGreaterThanOrEqualTo(15);
  }

  @Test
  void lossAndDelayDoNotDivideTheNetwork() throws Exception {
    Played played =
        Played.fourNodes(
            80,
            """
            seed: 3
            links: [{delay: {least: 50ms, most: 400ms, mean: 30ms}, loss: 0.1}]
            faults:
              - {kind: bad_links, nodes: [A-0], delay: 300ms, loss: 0.1, until: 40}
              - {kind: lag, nodes: [B-1], by: 1s, until: 40}
            """);

    assertThat(played.with(Verdict.VALID)).hasSameSizeAs(played.judgements());
    assertThat(played.leastFinalized()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void messagesArePassedOnAlongTheLinksThereAre() throws Exception {
    Played played =
        Played.plan(
            40,
            """
            genesis: {validators: 16}
            nodes:
              - {name: A, validators: 0-7, peers: [B]}
              - {name: B}
              - {name: C, validators: 8-15, peers: [B]}
            """);

    assertThat(played.heads()).isOne();
    assertThat(played.leastFinalized()).isEqualTo(3);
  }

  @Test
  void aClockThatIsAheadProposesEarlyAndIsFollowedInTime() throws Exception {
    Played played =
        Played.fourNodes(24, "faults: [{kind: clock_skew, nodes: [A-0], ahead: 2s, at: 4}]");

    assertThat(played.seen())
        .filteredOn(seen -> seen.node().equals("A-0"))
        .anyMatch(seen -> (seen.unixTimeMillis() - GENESIS_TIME * 1_000) % SLOT_MILLIS == 4_000);
    assertThat(played.seen())
        .filteredOn(seen -> !seen.node().equals("A-0"))
        .allMatch(seen -> (seen.unixTimeMillis() - GENESIS_TIME * 1_000) % SLOT_MILLIS == 0);
    assertThat(played.heads()).isOne();
  }

  @Test
  void aBuggyClientLeavesTheOthersUndisturbed() throws Exception {
    Played played =
        Played.plan(
            64,
            """
            genesis: {validators: 16}
            nodes:
              - {name: A, validators: 0-6}
              - {name: B, validators: 7-13}
              - {name: buggy, validators: 14-15, bug: base-reward-ceil}
            """);

    assertThat(played.heads()).isEqualTo(2);
    assertThat(played.statuses())
        .filteredOn(status -> !status.name().equals("buggy"))
        .allMatch(status -> status.finalized().epoch() >= 5);
    assertThat(played.with(Verdict.INVALID))
        .as("only the buggy client's blocks fail, and only by their state root")
        .isNotEmpty()
        .allMatch(each -> each.failure().orElseThrow().check().equals("STATE_ROOT"))
        .allMatch(each -> each.proposerIndex().orElseThrow() >= 14);
  }

  /** Its own invalid blocks come again when it is fixed, and are refused then. */
  @Test
  void aFixedClientComesBackToTheOthers() throws Exception {
    Played played =
        Played.plan(
            64,
            """
            genesis: {validators: 16}
            nodes:
              - {name: A, validators: 0-6}
              - {name: B, validators: 7-13}
              - {name: buggy, validators: 14-15, bug: base-reward-ceil, fixed_at: 28}
            """);

    assertThat(played.heads()).isOne();
    assertThat(played.leastFinalized()).isGreaterThanOrEqualTo(5);
    assertThat(played.with(Verdict.INVALID)).isNotEmpty();
    assertThat(played.judgements())
        .filteredOn(each -> each.proposerIndex().orElse(0) >= 14)
        .filteredOn(each -> each.block().orElseThrow().slot() >= 28)
        .isNotEmpty()
        .allMatch(each -> each.verdict() == Verdict.VALID);
  }

  @Test
  void depositsExitsAndTransfersAreIncluded() throws Exception {
    Played played =
        Played.plan(
            80,
            """
            constants: {PERSISTENT_COMMITTEE_PERIOD: 2, MAX_TRANSFERS: 1}
            genesis: {validators: 16}
            nodes: [{name: A, validators: 0-17}]
            operations:
              - {kind: deposit, at: 3, validators: 16-17}
              - {kind: deposit, at: 3, validators: 5, amount_gwei: 1000000000}
              - {kind: exit, at: epoch 3, validators: 2}
              - {kind: transfer, at: 60, from: 5, to: 7, amount_gwei: 1000, fee_gwei: 10}
            """);

    assertThat(played.with(Verdict.VALID)).hasSameSizeAs(played.judgements());
    BeaconState end = played.end();
    assertThat(end.validators().size()).isEqualTo(18);
    assertThat(end.validators().stream().skip(16).map(Validator::activationEpoch))
        .as("active")
        .allMatch(epoch -> epoch > 0 && epoch < 10);
    assertThat(end.validators().get(2).exitEpoch()).isBetween(4L, 10L);
    assertThat(end.validators().get(5).effectiveBalance()).isEqualTo(32_000_000_000L);
    assertThat(
            played.blocks().stream()
                .filter(block -> !block.body().transfers().isEmpty())
                .map(BeaconBlock::slot))
        .containsExactly(60L);
  }

  @Test
  void theSameSeedMakesTheSameRunAndAnotherOneDoesNot() throws Exception {
    String chance =
        """
        links: [{delay: {mean: 300ms}, loss: 0.05}]
        faults: [{kind: silent, share: 0.2}, {kind: late_blocks, share: 0.3, by: 4s}]
        """;
    Played once = Played.fourNodes(40, "seed: 5\n" + chance);
    Played again = Played.fourNodes(40, "seed: 5\n" + chance);
    Played other = Played.fourNodes(40, "seed: 6\n" + chance);

    assertThat(once.seen()).isNotEmpty().isEqualTo(again.seen()).isNotEqualTo(other.seen());
  }
}
