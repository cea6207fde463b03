package crosscheck.bls;

/**
 * How the transition has signatures checked: at once, or put off to a batch (then the answer is
 * true for now and the batch decides).
 */
@FunctionalInterface
public interface SignatureChecker {

  /** True when the claim holds, or is taken as true until the batch is checked. */
  boolean check(SignatureSet set);

  /**
   * True when the claim holds; never put off. For signatures that are not a condition of validity:
   * a deposit with a bad one is skipped, and the transition goes on differently.
   */
  default boolean decide(SignatureSet set) {
    return check(set);
  }
}
