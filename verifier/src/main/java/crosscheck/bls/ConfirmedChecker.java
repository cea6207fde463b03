package crosscheck.bls;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Checks at once, and says no only when two implementations do: what the fast one refuses is put to
 * the second. An accepted claim costs one verification, a refused one two (about 23 ms with
 * milagro); refusals are remembered, so that a bad block judged again is not confirmed again.
 *
 * <p>Safe for use by many threads.
 */
public final class ConfirmedChecker implements SignatureChecker {

  private static final int REFUSALS_KEPT = 1 << 10;

  private final Bls fast;
  private final Bls second;
  private final RecentMemo<SignatureSet, Boolean> refused = new RecentMemo<>(REFUSALS_KEPT);
  private final AtomicLong confirmations = new AtomicLong();

  /**
   * @param second an implementation of its own; when it is the same as {@code fast}, nothing can be
   *     confirmed and a single opinion decides ({@link #independent()} is false)
   */
  public ConfirmedChecker(Bls fast, Bls second) {
    this.fast = fast;
    this.second = second;
  }

  /** blst, confirmed by milagro; where blst does not load, milagro alone. */
  public static ConfirmedChecker preferred() {
    return new ConfirmedChecker(Bls.preferred(), BlsChoice.PORTABLE);
  }

  /**
   * {@inheritDoc}
   *
   * @throws BlsDisagreementException when the second implementation accepts what the fast one
   *     refuses
   */
  @Override
  public boolean check(SignatureSet set) {
    if (refused.find(set).isPresent()) {
      return false;
    }
    if (fast.verify(set)) {
      return true;
    }
    if (independent()) {
      if (second.verify(set)) {
        throw new BlsDisagreementException(set, fast.name(), second.name());
      }
      confirmations.incrementAndGet();
    }
    refused.keep(set, true);
    return false;
  }

  /** Whether two implementations stand behind a refusal. */
  public boolean independent() {
    return !fast.name().equals(second.name());
  }

  /** Who stands behind a refusal, for reports: {@code [blst, milagro]}, or one name. */
  public List<String> witnesses() {
    return independent() ? List.of(fast.name(), second.name()) : List.of(fast.name());
  }

  /** How many refusals of the fast implementation the second one confirmed so far. */
  public long confirmations() {
    return confirmations.get();
  }
}
