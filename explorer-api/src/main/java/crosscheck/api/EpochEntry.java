package crosscheck.api;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * An epoch on a chain.
 *
 * @param complete whether a later block has ended it; what follows {@code missed} is known then
 * @param tip last block of the chain up to its end
 * @param canonical of the tip
 * @param missed slots without a block
 */
record EpochEntry(
    long epoch,
    boolean complete,
    Tip tip,
    Optional<Boolean> canonical,
    Participation participation,
    List<Missed> missed,
    Optional<Registry> registry,
    Optional<Outcome> outcome) {

  /** Whether nothing of it can change any more. */
  boolean settled() {
    return complete && canonical.orElse(false) && participation.state().equals("final");
  }

  /**
   * A block and the fork it is on.
   *
   * @param slot uint64, decimal
   */
  record Tip(Bytes root, String slot, Optional<Integer> forkId) {}

  /**
   * Who attested. Amounts are effective balances in Gwei, the others fractions of {@code active}.
   *
   * @param state {@code so_far} while more attestations may be included, then {@code final}
   */
  record Participation(
      String state,
      String activeGwei,
      String sourceGwei,
      String targetGwei,
      String headGwei,
      Optional<String> source,
      Optional<String> target,
      Optional<String> head) {}

  /**
   * A slot without a block.
   *
   * @param proposerIndex who had to propose; empty when there was nobody
   */
  record Missed(long slot, Optional<Long> proposerIndex) {}

  /** Validators at the end of the epoch; balances in Gwei. */
  record Registry(
      long validators,
      long slashed,
      String balanceGwei,
      String lowestBalanceGwei,
      String highestBalanceGwei) {}

  /**
   * What the end of the epoch led to.
   *
   * @param justificationBits this epoch first, then the one before, …
   * @param crosslinks by shard: epoch after the last that the latest crosslink covers
   */
  record Outcome(
      long justifiedEpoch, long finalizedEpoch, String justificationBits, List<Long> crosslinks) {}
}
