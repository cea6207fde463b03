package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.less;
import static crosscheck.spec.Uint64.lessOrEqual;
import static crosscheck.spec.Uint64.plusOrMax;
import static crosscheck.spec.Uint64.text;
import static crosscheck.spec.Uint64.timesOrMax;
import static crosscheck.spec.v08.Accessors.validatorAt;

import crosscheck.bls.SignatureChecker;
import crosscheck.spec.Block;
import crosscheck.spec.ChainStates;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.Failure;
import crosscheck.spec.ForkChoice;
import crosscheck.spec.ForkChoiceStore;
import crosscheck.spec.InvalidException;
import crosscheck.spec.KnownBlock;
import crosscheck.spec.LatestVote;
import crosscheck.spec.State;
import crosscheck.ssz.Ssz;
import crosscheck.ssz.SszList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Fork choice: the store and its handlers. Where the documents of 2019 leave room: a vote for an
 * unknown block is ignored, and a vote replaces an older one only with a larger target epoch.
 *
 * <p>The tree is a list in which every block stands after its parent, so weights of subtrees are
 * one pass from the end; votes change the weight of single blocks only. It holds no states: it asks
 * for those of the checkpoints when it needs them.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_fork-choice.md">spec</a>
 */
final class LmdGhost implements ForkChoice {

  /** Slots a vote's target state may be advanced without blocks; beyond it the vote is ignored. */
  private static final long MAX_TARGET_GAP = 1 << 16;

  private static final int NO_VOTE = -1;

  private final Constants c;
  private final Misc misc;
  private final Accessors accessors;
  private final Ssz ssz;
  private final String version;
  private final long genesisTime;
  private final ChainStates states;

  private long time;
  private Checkpoint justified;
  private Checkpoint finalized;

  private final List<Node> nodes = new ArrayList<>();
  private final Map<Bytes32, Integer> positions = new HashMap<>();

  /** Per validator: position of the block voted for, and target epoch of that vote. */
  private int[] votes = new int[0];

  private long[] voteEpochs = new long[0];

  /** Per validator, in the justified state: effective balance if active, else 0. Gwei. */
  private long[] voteWeights = new long[0];

  /** Justified checkpoint that {@link #voteWeights} and the nodes' weights are of, if any yet. */
  private Optional<Checkpoint> weighedAt = Optional.empty();

  /** A block of the store; {@code weight} is that of the votes for this very block, Gwei. */
  private static final class Node {
    final Bytes32 root;
    final int parent;
    final long slot;
    long weight;

    Node(Bytes32 root, int parent, long slot) {
      this.root = root;
      this.parent = parent;
      this.slot = slot;
    }
  }

  /** {@code get_genesis_store}. */
  LmdGhost(
      Constants constants,
      Misc misc,
      Accessors accessors,
      Ssz ssz,
      String version,
      Bytes32 genesisRoot,
      State genesis,
      ChainStates states) {
    this.c = constants;
    this.misc = misc;
    this.accessors = accessors;
    this.ssz = ssz;
    this.version = version;
    this.genesisTime = genesis.genesisTime();
    this.states = states;
    this.time = genesisTime;
    this.justified = new Checkpoint(Constants.GENESIS_EPOCH, genesisRoot);
    this.finalized = justified;
    add(genesisRoot, -1, genesis.slot());
  }

  private void add(Bytes32 root, int parent, long slot) {
    positions.put(root, nodes.size());
    nodes.add(new Node(root, parent, slot));
  }

  /** From genesis to where another store stood. */
  void resume(List<KnownBlock> blocks, ForkChoiceStore store) {
    for (KnownBlock block : blocks) {
      if (block.followed()) {
        add(block.root(), known(block.parentRoot()), block.slot());
      }
    }
    time = store.time();
    justified = store.justified();
    finalized = store.finalized();
    known(justified.root());
    known(finalized.root());
    int count = store.votes().size();
    votes = new int[count];
    voteEpochs = new long[count];
    int validator = 0;
    for (LatestVote vote : store.votes()) {
      boolean none = vote.equals(LatestVote.NONE);
      votes[validator] = none ? NO_VOTE : known(vote.root());
      voteEpochs[validator] = vote.epoch();
      validator++;
    }
  }

  private int known(Bytes32 root) {
    Integer position = positions.get(root);
    if (position == null) {
      throw new IllegalArgumentException("the tree has no block " + root);
    }
    return position;
  }

  @Override
  public void onTick(long unixTime) {
    time = unixTime;
  }

  @Override
  public Optional<Failure> refusal(Block block) {
    try {
      checkBlock(block);
      return Optional.empty();
    } catch (InvalidException e) {
      return Optional.of(e.failure(version));
    }
  }

  /** The asserts of {@code on_block}. */
  void checkBlock(Block block) {
    Integer parent = positions.get(block.parentRoot());
    Checks.PARENT_KNOWN.require(
        parent != null, () -> "a block of the store", block.parentRoot()::toHexString);
    long start = startTime(block.slot());
    Checks.SLOT_HAS_COME.require(
        lessOrEqual(start, time),
        () -> "not before " + text(start) + " (Unix time)",
        () -> text(time));
    int finalizedPosition = positions.get(finalized.root());
    long finalizedSlot = nodes.get(finalizedPosition).slot;
    boolean descends =
        less(finalizedSlot, block.slot()) && ancestor(parent, finalizedSlot) == finalizedPosition;
    Checks.DESCENDS_FROM_FINALIZED.require(
        descends,
        () -> "a descendant of " + finalized.root().toHexString(),
        () -> "a child of " + block.parentRoot().toHexString());
    long finalizedStart = misc.computeStartSlotOfEpoch(finalized.epoch());
    Checks.LATER_THAN_FINALIZED.require(
        less(finalizedStart, block.slot()),
        () -> "above " + text(finalizedStart),
        () -> text(block.slot()));
  }

  /** Unix time at which a slot begins; 2^64-1 if later than that. */
  private long startTime(long slot) {
    return plusOrMax(genesisTime, timesOrMax(slot, c.SECONDS_PER_SLOT));
  }

  /** {@code get_ancestor}: position of the block at {@code slot} on the chain, or -1. */
  private int ancestor(int position, long slot) {
    int at = position;
    while (at >= 0 && less(slot, nodes.get(at).slot)) {
      at = nodes.get(at).parent;
    }
    return at >= 0 && nodes.get(at).slot == slot ? at : -1;
  }

  @Override
  public void onBlock(Block block, State post, SignatureChecker signatures) {
    BeaconBlock beaconBlock = (BeaconBlock) block;
    BeaconState state = (BeaconState) post;
    Bytes32 root = ssz.signingRoot(block);
    if (!positions.containsKey(root)) {
      add(root, positions.get(block.parentRoot()), block.slot());
    }
    if (less(justified.epoch(), state.currentJustifiedCheckpoint.epoch())) {
      justified = state.currentJustifiedCheckpoint;
    }
    if (less(finalized.epoch(), state.finalizedCheckpoint.epoch())) {
      finalized = state.finalizedCheckpoint;
    }
    for (Attestation attestation : beaconBlock.body().attestations()) {
      try {
        onAttestation(attestation, state, signatures);
      } catch (InvalidException e) {
        // Refused: a vote that says nothing. The block that carries it is valid all the same.
        continue;
      }
    }
  }

  /**
   * {@code on_attestation}.
   *
   * @param including post-state of the block that carries the attestation: the signature was
   *     checked there already if it makes the same claim in the target's state
   */
  void onAttestation(Attestation attestation, BeaconState including, SignatureChecker signatures) {
    Checkpoint target = attestation.data().target();
    Integer targetPosition = positions.get(target.root());
    Checks.VOTE_TARGET_KNOWN.require(
        targetPosition != null, () -> "a block of the store", target.root()::toHexString);
    long targetStart = misc.computeStartSlotOfEpoch(target.epoch());
    Checks.VOTE_TARGET_EPOCH_HAS_COME.require(
        lessOrEqual(startTime(targetStart), time),
        () -> "not before " + text(startTime(targetStart)) + " (Unix time)",
        () -> text(time));
    BeaconState targetState = checkpointState(target);
    long attestationSlot = accessors.getAttestationDataSlot(targetState, attestation.data());
    // As written in v0.8: without the genesis time, so it always holds.
    long earliest = timesOrMax(plusOrMax(attestationSlot, 1), c.SECONDS_PER_SLOT);
    Checks.VOTE_SLOT_HAS_PASSED.require(
        lessOrEqual(earliest, time), () -> "not before " + text(earliest), () -> text(time));
    IndexedAttestation indexed = accessors.getIndexedAttestation(targetState, attestation);
    Checks.VOTE_VALID.require(
        accessors.wellFormed(indexed)
            && (checkedAlready(indexed, targetState, attestation, including)
                || signatures.decide(accessors.signatureSet(targetState, indexed))),
        () -> "a valid indexed attestation in the target's state",
        () -> "indices " + Arrays.toString(indexed.custodyBit0Indices().toArray()));
    Integer voted = positions.get(attestation.data().beaconBlockRoot());
    if (voted != null) {
      for (long index : indexed.custodyBit0Indices().toArray()) {
        vote((int) index, voted, target.epoch());
      }
    }
  }

  /**
   * Whether the attestation claims in the target's state what it claims in that of the block, where
   * its signature was checked: the same validators with the same keys, in the same domain. Nearly
   * always the committees are one and the same run of one shuffling; else indices tell.
   */
  private boolean checkedAlready(
      IndexedAttestation indexed,
      BeaconState targetState,
      Attestation attestation,
      BeaconState including) {
    AttestationData data = attestation.data();
    long epoch = data.target().epoch();
    long shard = data.crosslink().shard();
    Committee voters = accessors.getCrosslinkCommittee(targetState, epoch, shard);
    boolean sameVoters =
        voters.sameRun(accessors.getCrosslinkCommittee(including, epoch, shard))
            || indexed.equals(accessors.getIndexedAttestation(including, attestation));
    return sameVoters
        && sameKeys(indexed.custodyBit0Indices().toArray(), targetState, including)
        && accessors
            .getDomain(targetState, c.DOMAIN_ATTESTATION, epoch)
            .equals(accessors.getDomain(including, c.DOMAIN_ATTESTATION, epoch));
  }

  private static boolean sameKeys(long[] indices, BeaconState one, BeaconState other) {
    if (one.validators == other.validators) {
      return true;
    }
    for (long index : indices) {
      if (!validatorAt(one, index).pubkey().equals(validatorAt(other, index).pubkey())) {
        return false;
      }
    }
    return true;
  }

  private BeaconState checkpointState(Checkpoint checkpoint) {
    long slot = nodes.get(positions.get(checkpoint.root())).slot;
    long start = misc.computeStartSlotOfEpoch(checkpoint.epoch());
    Checks.VOTE_VALID.require(
        less(start, slot) || lessOrEqual(start - slot, MAX_TARGET_GAP),
        () -> "a target at most " + MAX_TARGET_GAP + " slots after its block",
        () -> text(start - slot) + " slots");
    return (BeaconState) states.at(checkpoint.root(), start);
  }

  private void vote(int validator, int position, long epoch) {
    if (validator >= votes.length) {
      int known = votes.length;
      int room = Math.max(validator + 1, 2 * known);
      votes = Arrays.copyOf(votes, room);
      Arrays.fill(votes, known, room, NO_VOTE);
      voteEpochs = Arrays.copyOf(voteEpochs, room);
    }
    boolean voted = votes[validator] != NO_VOTE || voteEpochs[validator] != 0;
    if (voted && !less(voteEpochs[validator], epoch)) {
      return;
    }
    long weight = validator < voteWeights.length ? voteWeights[validator] : 0;
    if (votes[validator] != NO_VOTE) {
      nodes.get(votes[validator]).weight -= weight;
    }
    nodes.get(position).weight += weight;
    votes[validator] = position;
    voteEpochs[validator] = epoch;
  }

  /** Takes the balances of the justified state and weighs all votes by them. */
  private void weighVotes() {
    BeaconState state = checkpointState(justified);
    long epoch = accessors.getCurrentEpoch(state);
    long[] effectiveBalances = accessors.columns(state).effectiveBalances;
    voteWeights = new long[effectiveBalances.length];
    for (int index : accessors.getActiveValidatorIndices(state, epoch).indices()) {
      voteWeights[index] = effectiveBalances[index];
    }
    nodes.forEach(node -> node.weight = 0);
    for (int i = 0; i < Math.min(votes.length, voteWeights.length); i++) {
      if (votes[i] != NO_VOTE) {
        nodes.get(votes[i]).weight += voteWeights[i];
      }
    }
    weighedAt = Optional.of(justified);
  }

  @Override
  public Bytes32 head() {
    if (!weighedAt.equals(Optional.of(justified))) {
      weighVotes();
    }
    int justifiedPosition = positions.get(justified.root());
    long justifiedSlot = misc.computeStartSlotOfEpoch(justified.epoch());
    // By position behind that of the justified block: what stands before it does not matter.
    int size = nodes.size() - justifiedPosition;
    long[] subtree = new long[size];
    int[] bestChild = new int[size];
    Arrays.fill(bestChild, -1);
    // A block stands after its parent, so its own subtree is complete when the pass reaches it.
    for (int i = size - 1; i > 0; i--) {
      Node node = nodes.get(justifiedPosition + i);
      subtree[i] += node.weight;
      int parent = node.parent - justifiedPosition;
      if (parent < 0) {
        continue;
      }
      subtree[parent] += subtree[i];
      int rival = bestChild[parent];
      if (less(justifiedSlot, node.slot)
          && (rival < 0
              || better(node, subtree[i], nodes.get(justifiedPosition + rival), subtree[rival]))) {
        bestChild[parent] = i;
      }
    }
    int head = 0;
    while (bestChild[head] >= 0) {
      head = bestChild[head];
    }
    return nodes.get(justifiedPosition + head).root;
  }

  /** Heavier, or as heavy with the larger root. */
  private static boolean better(Node candidate, long weight, Node rival, long rivalWeight) {
    int order = Long.compareUnsigned(weight, rivalWeight);
    return order > 0 || (order == 0 && candidate.root.compareTo(rival.root) > 0);
  }

  @Override
  public Map<Bytes32, Long> weights() {
    if (!weighedAt.equals(Optional.of(justified))) {
      weighVotes();
    }
    Map<Bytes32, Long> weights = new LinkedHashMap<>();
    for (Node node : nodes.subList(positions.get(justified.root()), nodes.size())) {
      if (node.weight != 0) {
        weights.put(node.root, node.weight);
      }
    }
    return weights;
  }

  @Override
  public Checkpoint justified() {
    return justified;
  }

  @Override
  public Checkpoint finalized() {
    return finalized;
  }

  @Override
  public void forgetBeforeFinalized() {
    int first = positions.get(finalized.root());
    int[] moved = new int[nodes.size()];
    Arrays.fill(moved, -1);
    List<Node> kept = new ArrayList<>();
    for (int i = first; i < moved.length; i++) {
      Node node = nodes.get(i);
      int parent = i == first || node.parent < first ? -1 : moved[node.parent];
      if (i == first || parent >= 0) {
        moved[i] = kept.size();
        Node again = new Node(node.root, parent, node.slot);
        again.weight = node.weight;
        kept.add(again);
      }
    }
    int justifiedPosition = positions.get(justified.root());
    if (justifiedPosition < first || moved[justifiedPosition] < 0) {
      return; // justified and finalized on different branches: nothing is out of the question
    }
    nodes.clear();
    nodes.addAll(kept);
    positions.clear();
    for (int i = 0; i < nodes.size(); i++) {
      positions.put(nodes.get(i).root, i);
    }
    // A vote for a forgotten block weighs nothing any more; that it was cast stays known.
    for (int i = 0; i < votes.length; i++) {
      votes[i] = votes[i] == NO_VOTE ? NO_VOTE : moved[votes[i]];
    }
  }

  @Override
  public ForkChoiceStore store() {
    List<LatestVote> latest = new ArrayList<>(votes.length);
    for (int i = 0; i < votes.length; i++) {
      latest.add(
          votes[i] == NO_VOTE
              ? LatestVote.NONE
              : new LatestVote(nodes.get(votes[i]).root, voteEpochs[i]));
    }
    return new ForkChoiceStore(time, justified, finalized, SszList.copyOf(latest));
  }
}
