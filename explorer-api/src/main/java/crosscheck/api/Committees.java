package crosscheck.api;

import crosscheck.spec.Duties;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/**
 * Who has to attest and to propose: for past epochs and the one a chain is in for certain, for the
 * next as a forecast, because every further block of this epoch changes its seed.
 */
final class Committees {

  private final Spec spec;
  private final Chain chain;
  private final Epochs epochs;
  private final Slots slots;
  private final PastStates states;

  Committees(Spec spec, Chain chain, Epochs epochs, Slots slots, PastStates states) {
    this.spec = spec;
    this.chain = chain;
    this.epochs = epochs;
    this.slots = slots;
    this.states = states;
  }

  /**
   * A committee of an epoch.
   *
   * @param number from 0, in the order of slots
   * @param forecast whether blocks to come can change it
   * @param members validator indices; bit i of an attestation is member i
   */
  record Entry(int number, long slot, long shard, boolean forecast, List<Long> members) {}

  /**
   * Who proposes in a slot.
   *
   * @param status as of slots
   * @param proposerIndex empty: there is nobody to choose from
   * @param forecast whether blocks to come can change it
   */
  record Proposer(
      long slot,
      long epoch,
      Optional<Long> proposerIndex,
      String status,
      boolean forecast,
      Optional<Bytes> root) {}

  /**
   * Committees of an epoch on a chain, from the {@code from}th on.
   *
   * @throws ApiException 404 when the chain is not even in the epoch before; 503 as {@link
   *     PastStates} has it
   */
  Json.Page<List<Entry>> ofEpoch(
      Handle handle, Branch.Asked asked, long epoch, long from, int limit) {
    Network network = chain.network(handle);
    Branch branch = Branch.of(handle, chain, asked);
    long reached = branch.epoch(network);
    if (epoch > reached + 1) {
      throw ApiException.notFound(
          "The committees of epoch %d cannot be told yet: this chain is in epoch %d."
              .formatted(epoch, reached));
    }
    List<Duties.Committee> all = spec.duties().committees(state(handle, branch, epoch), epoch);
    List<Entry> entries = new ArrayList<>();
    for (int i = (int) Math.min(from, all.size()); i < all.size() && entries.size() <= limit; i++) {
      Duties.Committee committee = all.get(i);
      entries.add(
          new Entry(
              i,
              committee.slot(),
              committee.shard(),
              epoch > reached,
              committee.members().stream().map(Integer::longValue).toList()));
    }
    return Json.Page.of(entries, limit, entry -> String.valueOf(entry.number() + 1));
  }

  /** A state of the epoch on the chain: after its last block, or at its first slot without one. */
  private State state(Handle handle, Branch branch, long epoch) {
    long perEpoch = spec.config().uint64("SLOTS_PER_EPOCH");
    long start = epoch * perEpoch;
    Bytes last =
        branch
            .lastBlock(handle, chain, BigInteger.ZERO, BigInteger.valueOf(start + perEpoch - 1))
            .orElseGet(() -> chain.network(handle).genesisRoot());
    return states.at(handle, last, start);
  }

  /**
   * Proposers of the epoch that the head is in, and a forecast of the next, the first slot first.
   *
   * @throws ApiException 503 as {@link PastStates} has it
   */
  List<Proposer> proposers(Handle handle) {
    Network network = chain.network(handle);
    Branch head = Branch.of(handle, chain, new Branch.Asked(Optional.empty(), Optional.empty()));
    long epoch = head.epoch(network);
    long start = epoch * network.slotsPerEpoch();
    Optional<Epochs.Row> running = epochs.running(handle, network);
    List<Integer> now =
        running
            .map(Epochs.Row::proposers)
            .orElseGet(() -> proposers(states.post(handle, head.root())));
    Set<Long> missed = new HashSet<>();
    running.ifPresent(row -> row.entry().missed().forEach(slot -> missed.add(slot.slot())));
    List<Slots.Block> blocks =
        slots.blocks(handle, network, head, start, head.slot().longValueExact());
    List<Proposer> proposers = new ArrayList<>();
    for (int i = 0; i < now.size(); i++) {
      long slot = start + i;
      Optional<Bytes> root =
          blocks.stream().filter(b -> b.slot() == slot).map(Slots.Block::root).findFirst();
      String status = root.isPresent() ? "block" : missed.contains(slot) ? "missed" : "open";
      proposers.add(new Proposer(slot, epoch, index(now.get(i)), status, false, root));
    }
    long next = start + network.slotsPerEpoch();
    for (Integer proposer : proposers(states.at(handle, head.root(), next))) {
      long slot = start + proposers.size();
      proposers.add(new Proposer(slot, epoch + 1, index(proposer), "open", true, Optional.empty()));
    }
    return proposers;
  }

  /** NULL in the database, -1 in the verifier: nobody. */
  private static Optional<Long> index(Integer proposer) {
    return Optional.ofNullable(proposer).filter(index -> index >= 0).map(Integer::longValue);
  }

  private List<Integer> proposers(State state) {
    List<Integer> proposers = new ArrayList<>();
    for (int proposer : spec.duties().proposers(state)) {
      proposers.add(proposer);
    }
    return proposers;
  }
}
