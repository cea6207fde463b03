package crosscheck.bls;

import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;
import supranational.blst.P1;
import supranational.blst.P2;
import supranational.blst.P2_Affine;

/**
 * The fast implementation: blst, native code with its library in the jar. {@link #available()} says
 * whether that library loads here.
 *
 * <p>It remembers parsed public keys and the points of recent messages, both within bounds, so one
 * object should serve the whole process ({@link Bls#preferred()}).
 */
public final class BlstBls implements Bls {

  /** So many public keys stay parsed for certain, about 160 bytes each; up to twice as many may. */
  public static final int KEYS_KEPT = 1 << 18;

  private static final int MESSAGES_KEPT = 1 << 10;

  private final BlstKeys keys = new BlstKeys(KEYS_KEPT);
  private final RecentMemo<MessageKey, P2_Affine> messages = new RecentMemo<>(MESSAGES_KEPT);
  private final BlstBatch batch = new BlstBatch(keys, this::quickPoint);

  /** True when blst's native library loads on this machine. */
  public static boolean available() {
    return Library.LOADS;
  }

  private static final class Library {

    static final boolean LOADS = loads();

    private static boolean loads() {
      try {
        return P1.generator().on_curve();
      } catch (LinkageError | RuntimeException missing) {
        return false; // no library for this system, or no folder it could be unpacked to
      }
    }
  }

  @Override
  public String name() {
    return "blst";
  }

  @Override
  public boolean verify(SignatureSet set) {
    return verifyAll(List.of(set));
  }

  /**
   * {@inheritDoc}
   *
   * <p>One random linear combination: about 0.7 ms of CPU for each single-message claim, plus 0.4
   * ms for the batch.
   */
  @Override
  public boolean verifyAll(List<SignatureSet> sets) {
    return batch.verify(sets, Runnable::run, 1);
  }

  @Override
  public boolean verifyAll(List<SignatureSet> sets, Executor executor, int parallelism) {
    return batch.verify(sets, executor, parallelism);
  }

  @Override
  public Bytes48 aggregatePubkeys(List<Bytes48> pubkeys) {
    P1 sum =
        keys.sum(pubkeys)
            .orElseThrow(() -> new IllegalArgumentException("a public key is no valid G1 point"));
    return Bytes48.wrap(sum.compress());
  }

  @Override
  public Bytes aggregateSignatures(List<Bytes> signatures) {
    P2 sum = new P2();
    for (Bytes signature : signatures) {
      sum.add(
          BlstPoints.signature(signature)
              .orElseThrow(() -> new IllegalArgumentException("a signature is no valid G2 point")));
    }
    return Bytes.wrap(sum.compress());
  }

  @Override
  public Bytes hashToG2(Bytes32 messageHash, Bytes domain) {
    MessageKey message = new MessageKey(messageHash, SignatureSet.requireDomain(domain));
    return Bytes.wrap(BlstPoints.exact(BlstPoints.candidate(message)).compress());
  }

  @Override
  public Bytes sign(Bytes32 secretKey, Bytes32 messageHash, Bytes domain) {
    MessageKey message = new MessageKey(messageHash, SignatureSet.requireDomain(domain));
    BigInteger exactScalar =
        Curve.scalar(secretKey).multiply(BlstPoints.QUICK_FACTOR.modInverse(Curve.R)).mod(Curve.R);
    return Bytes.wrap(quickPoint(message).to_jacobian().mult(exactScalar).compress());
  }

  @Override
  public Bytes48 publicKey(Bytes32 secretKey) {
    return Bytes48.wrap(P1.generator().mult(Curve.scalar(secretKey)).compress());
  }

  private P2_Affine quickPoint(MessageKey message) {
    return messages
        .find(message)
        .orElseGet(
            () -> {
              P2_Affine point = BlstPoints.quickMultiple(BlstPoints.candidate(message)).to_affine();
              messages.keep(message, point);
              return point;
            });
  }
}
