package crosscheck.bls;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Takes every claim for true and keeps it, to check all of them together afterwards. When they do
 * not all hold, which one is false is for a sequential run with another checker to say.
 *
 * <p>For one thread. Keys are parsed and summed only when settled.
 */
public final class DeferredChecker implements SignatureChecker {

  private final Bls bls;
  private final SignatureChecker immediate;
  private final List<SignatureSet> claims = new ArrayList<>();

  /**
   * @param bls checks the batch
   * @param immediate decides what cannot wait
   */
  public DeferredChecker(Bls bls, SignatureChecker immediate) {
    this.bls = bls;
    this.immediate = immediate;
  }

  /** Always true: {@link #settle()} decides. */
  @Override
  public boolean check(SignatureSet set) {
    claims.add(set);
    return true;
  }

  @Override
  public boolean decide(SignatureSet set) {
    return immediate.check(set);
  }

  /** The claims so far, in order; a copy, to be merged with those of other blocks. */
  public List<SignatureSet> sets() {
    return List.copyOf(claims);
  }

  /** Checks all claims so far in one batch: true when every one holds, or there are none. */
  public boolean settle() {
    return bls.verifyAll(claims);
  }

  /** {@link #settle()} with up to {@code parallelism} threads, the caller's among them. */
  public boolean settle(Executor executor, int parallelism) {
    return bls.verifyAll(claims, executor, parallelism);
  }
}
