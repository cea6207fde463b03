package crosscheck.bls;

import java.util.List;
import java.util.concurrent.Executor;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/**
 * The signature scheme of v0.8 (2019): BLS12-381, hash to G2 by try-and-increment with a 64-bit
 * domain. Bad points are never an exception when verifying: the answer is false.
 *
 * <p>Source: <a
 * href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/bls_signature.md">bls_signature.md,
 * v0.8.3</a>. Implementations are safe for use by many threads.
 */
public interface Bls {

  /** Bytes of a compressed G2 point: a signature. */
  int SIGNATURE_BYTES = 96;

  /**
   * The fastest implementation that works here: blst where its native library loads, else milagro.
   * The same object at every call, so that its remembered keys serve everybody.
   */
  static Bls preferred() {
    return BlsChoice.FAST;
  }

  /** Name for reports: {@code blst} or {@code milagro}. */
  String name();

  /** {@code bls_verify} and {@code bls_verify_multiple}. */
  boolean verify(SignatureSet set);

  /**
   * True when every claim of the list holds; true for an empty list. An implementation may check
   * them together, then a false claim is taken for true with a probability below 2^-63.
   */
  default boolean verifyAll(List<SignatureSet> sets) {
    return sets.stream().allMatch(this::verify);
  }

  /**
   * {@link #verifyAll(List)} with up to {@code parallelism} threads at work, the caller's among
   * them. It makes progress, and ends, also when the executor never runs anything.
   *
   * @param parallelism at least 1
   */
  default boolean verifyAll(List<SignatureSet> sets, Executor executor, int parallelism) {
    return Shares.inParallel(Shares.split(sets, parallelism), share -> verifyAll(share), executor)
        .stream()
        .allMatch(Boolean::booleanValue);
  }

  /**
   * {@code bls_aggregate_pubkeys}: 48 bytes; the point at infinity for no keys.
   *
   * @throws IllegalArgumentException when a key is not a valid G1 point
   */
  Bytes48 aggregatePubkeys(List<Bytes48> pubkeys);

  /**
   * {@code bls_aggregate_signatures}: 96 bytes; the point at infinity for none.
   *
   * @throws IllegalArgumentException when a signature is not a valid G2 point
   */
  Bytes aggregateSignatures(List<Bytes> signatures);

  /** {@code hash_to_G2}, compressed: 96 bytes. */
  Bytes hashToG2(Bytes32 messageHash, Bytes domain);

  /** Signature (96 bytes) by a secret key, given as a big-endian integer below the group order. */
  Bytes sign(Bytes32 secretKey, Bytes32 messageHash, Bytes domain);

  /** Public key (48 bytes) of a secret key, given as a big-endian integer below the group order. */
  Bytes48 publicKey(Bytes32 secretKey);
}
