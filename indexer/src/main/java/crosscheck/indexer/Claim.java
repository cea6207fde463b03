package crosscheck.indexer;

import java.util.Locale;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What a node says about a block it delivers; compared with what we find. At least one of the two
 * is present.
 *
 * @param verdict whether the node accepted the block; empty when it does not say
 * @param postStateRoot hash tree root of the state that the node has after the block; it says also
 *     that the node accepted it
 */
public record Claim(Optional<Word> verdict, Optional<Bytes32> postStateRoot) {

  /** A node's verdict. */
  public enum Word {
    /** The node has accepted the block. */
    VALID,
    /** The node has refused the block. */
    INVALID;

    /** The word used in the database and every interface, e.g. {@code valid}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws IllegalArgumentException when nothing is claimed
   */
  public Claim {
    if (verdict.isEmpty() && postStateRoot.isEmpty()) {
      throw new IllegalArgumentException("a claim says something");
    }
  }

  /** That the node has accepted or refused the block. */
  public static Claim of(Word verdict) {
    return new Claim(Optional.of(verdict), Optional.empty());
  }

  /** That the node has this state after the block. */
  public static Claim ofState(Bytes32 postStateRoot) {
    return new Claim(Optional.empty(), Optional.of(postStateRoot));
  }
}
