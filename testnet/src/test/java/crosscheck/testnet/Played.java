package crosscheck.testnet;

import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.replay.Verdict;
import crosscheck.spec.State;
import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;

/**
 * A plan that has been played as fast as it goes.
 *
 * @param seen every block from every node
 * @param statuses where the nodes stood at the end
 * @param judgements of every block once, by a verifier of its own
 */
record Played(List<Recorder.Seen> seen, List<NodeStatus> statuses, List<Judgement> judgements) {

  private static final long GENESIS_TIME = 1567777777;

  /**
   * Four nodes, {@code A-0} to {@code B-1}, with four validators each, and what else a plan has.
   *
   * @param more lines of YAML, without the nodes and the genesis
   */
  static Played fourNodes(long slots, String more) throws InterruptedException {
    String yaml =
        """
        genesis: {validators: 16}
        nodes:
          - {name: A-0, validators: 0-3}
          - {name: A-1, validators: 4-7}
          - {name: B-0, validators: 8-11}
          - {name: B-1, validators: 12-15}
        """
            + more;
    return plan(slots, yaml);
  }

  static Played plan(long slots, String yaml) throws InterruptedException {
    NetworkPlan plan = NetworkPlan.parse("plan.yaml", yaml, PlanChanges.NONE);
    State genesis = plan.genesis().state(plan.spec(), GENESIS_TIME);
    Recorder recorder = new Recorder();
    List<NodeStatus> statuses;
    try (Network network = new Network(plan, genesis, recorder)) {
      network.run(SlotTicker.asFastAsItGoes(), slots);
      statuses = network.statuses();
    }
    List<Judgement> judgements = new ArrayList<>();
    Set<Bytes> judged = new HashSet<>();
    try (Replay replay = new Replay(plan.spec(), genesis, ReplaySettings.defaults())) {
      for (Recorder.Seen seen : recorder.seen()) {
        if (judged.add(seen.ssz())) {
          long time = Math.floorDiv(seen.unixTimeMillis(), 1_000L);
          judgements.add(replay.judge(seen.ssz(), OptionalLong.of(time)));
        }
      }
    }
    return new Played(List.copyOf(recorder.seen()), statuses, judgements);
  }

  List<BeaconBlock> blocks() {
    return judgements.stream().map(each -> (BeaconBlock) each.block().orElseThrow()).toList();
  }

  Stream<Judgement> with(Verdict verdict) {
    return judgements.stream().filter(each -> each.verdict() == verdict);
  }

  BeaconState end() {
    return (BeaconState)
        with(Verdict.VALID).reduce((one, next) -> next).orElseThrow().post().orElseThrow();
  }

  /** Slots in which this node was the first to see a block: its own proposals. */
  List<Long> slotsOf(String node) {
    Set<Bytes> known = new HashSet<>();
    List<Long> slots = new ArrayList<>();
    for (int i = 0, next = 0; i < seen.size(); i++) {
      if (known.add(seen.get(i).ssz())) {
        if (seen.get(i).node().equals(node)) {
          slots.add(blocks().get(next).slot());
        }
        next++;
      }
    }
    return slots;
  }

  long heads() {
    return statuses.stream().map(NodeStatus::head).distinct().count();
  }

  long leastFinalized() {
    return statuses.stream().mapToLong(each -> each.finalized().epoch()).min().orElseThrow();
  }
}
