package crosscheck.bls;

import java.util.List;
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

  /** Name for reports: {@code blst} or {@code milagro}. */
  String name();

  /** {@code bls_verify} and {@code bls_verify_multiple}. */
  boolean verify(SignatureSet set);

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
