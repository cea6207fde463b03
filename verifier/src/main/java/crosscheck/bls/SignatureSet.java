package crosscheck.bls;

import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/**
 * One claim to check: {@code signature} is the aggregate of signatures of every group's keys over
 * the group's message. One group with one key is {@code bls_verify}; several groups are {@code
 * bls_verify_multiple} over {@code bls_aggregate_pubkeys} of each group.
 *
 * @param groups in the spec's order
 * @param signature 96 bytes, compressed; of any other length the claim is false
 * @param domain 8 bytes
 */
public record SignatureSet(List<Group> groups, Bytes signature, Bytes domain) {

  /** Bytes of a domain. */
  public static final int DOMAIN_BYTES = 8;

  /**
   * @throws IllegalArgumentException when the domain has not 8 bytes
   */
  public SignatureSet {
    groups = List.copyOf(groups);
    requireDomain(domain);
  }

  /**
   * Keys that signed one message; no keys is the point at infinity.
   *
   * @param pubkeys 48 bytes each, compressed; the list must not change while the claim is in use
   */
  public record Group(List<Bytes48> pubkeys, Bytes32 messageHash) {}

  /** The claim of {@code bls_verify}. */
  public static SignatureSet single(
      Bytes48 pubkey, Bytes32 messageHash, Bytes signature, Bytes domain) {
    return new SignatureSet(List.of(new Group(List.of(pubkey), messageHash)), signature, domain);
  }

  static Bytes requireDomain(Bytes domain) {
    if (domain.size() != DOMAIN_BYTES) {
      throw new IllegalArgumentException("a domain has 8 bytes, not " + domain.size());
    }
    return domain;
  }
}
