package crosscheck.testnet;

import crosscheck.spec.v08.AttesterSlashing;
import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconBlockHeader;
import crosscheck.spec.v08.Phase0;
import crosscheck.spec.v08.ProposerSlashing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What validators of the network have signed lately, and which of it should not stand beside each
 * other. A node has the evidence as soon as it has heard both sides. For one thread.
 */
final class Offences {

  /** So many epochs back votes and blocks are remembered. */
  private static final long EPOCHS_KEPT = 8;

  /** Offences that nodes still try to have slashed; older ones are forgotten. */
  private static final int MOST = 1_024;

  private final Phase0 spec;
  private final long slotsPerEpoch;
  private final Map<Integer, Deque<SignedVote>> votes = new HashMap<>();
  private final Map<Long, Deque<WireBlock>> blocks = new HashMap<>();
  private final Deque<TwoVotes> twoVotes = new ArrayDeque<>();
  private final Deque<TwoBlocks> twoBlocks = new ArrayDeque<>();

  /** The first surrounds the second, or both have the same target. */
  private record TwoVotes(SignedVote first, SignedVote second) {}

  private record TwoBlocks(long proposer, WireBlock first, WireBlock second) {}

  Offences(Phase0 spec) {
    this.spec = spec;
    this.slotsPerEpoch = spec.config().uint64("SLOTS_PER_EPOCH");
  }

  /** A vote has been signed. */
  void voted(SignedVote vote) {
    Set<SignedVote> earlier = new LinkedHashSet<>();
    for (int voter : vote.voters()) {
      Deque<SignedVote> own = votes.computeIfAbsent(voter, v -> new ArrayDeque<>());
      own.removeIf(old -> old.targetEpoch() + EPOCHS_KEPT < vote.targetEpoch());
      earlier.addAll(own);
      own.addLast(vote);
    }
    for (SignedVote other : earlier) {
      if (slashable(vote, other)) {
        add(twoVotes, new TwoVotes(vote, other));
      } else if (slashable(other, vote)) {
        add(twoVotes, new TwoVotes(other, vote));
      }
    }
  }

  /** {@code is_slashable_attestation_data}. */
  private static boolean slashable(SignedVote first, SignedVote second) {
    boolean twice =
        first.targetEpoch() == second.targetEpoch()
            && !first.attestation().data().equals(second.attestation().data());
    return twice
        || (first.sourceEpoch() < second.sourceEpoch()
            && second.targetEpoch() < first.targetEpoch());
  }

  /**
   * A block has been made.
   *
   * @param signed whether the proposer's signature is under a block: what others have signed, or
   *     nobody, proves nothing
   */
  void proposed(long proposer, WireBlock wire, Predicate<WireBlock> signed) {
    long epoch = epoch(wire);
    Deque<WireBlock> own = blocks.computeIfAbsent(proposer, p -> new ArrayDeque<>());
    own.removeIf(old -> epoch(old) + EPOCHS_KEPT < epoch);
    for (WireBlock other : own) {
      boolean different = epoch(other) == epoch && !other.root().equals(wire.root());
      if (different && signed.test(other) && signed.test(wire)) {
        add(twoBlocks, new TwoBlocks(proposer, other, wire));
      }
    }
    own.addLast(wire);
  }

  private long epoch(WireBlock wire) {
    return wire.block().orElseThrow().slot() / slotsPerEpoch;
  }

  private static <T> void add(Deque<T> offences, T offence) {
    offences.addLast(offence);
    if (offences.size() > MOST) {
      offences.removeFirst();
    }
  }

  /**
   * The operations that have proposers slashed.
   *
   * @param heard of which blocks the asking node knows
   */
  List<ProposerSlashing> ofProposers(Predicate<WireBlock> heard) {
    return twoBlocks.stream()
        .filter(pair -> heard.test(pair.first()) && heard.test(pair.second()))
        .map(
            pair ->
                new ProposerSlashing(pair.proposer(), header(pair.first()), header(pair.second())))
        .toList();
  }

  /**
   * The operations that have attesters slashed.
   *
   * @param heard of which votes the asking node knows
   */
  List<AttesterSlashing> ofAttesters(Predicate<SignedVote> heard) {
    return twoVotes.stream()
        .filter(pair -> heard.test(pair.first()) && heard.test(pair.second()))
        .map(pair -> new AttesterSlashing(pair.first().indexed(), pair.second().indexed()))
        .toList();
  }

  private BeaconBlockHeader header(WireBlock wire) {
    BeaconBlock block = wire.block().orElseThrow();
    return new BeaconBlockHeader(
        block.slot(),
        block.parentRoot(),
        block.stateRoot(),
        spec.ssz().hashTreeRoot(block.body()),
        block.signature());
  }
}
