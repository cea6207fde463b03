package crosscheck.testnet;

import crosscheck.spec.v08.Attestation;
import crosscheck.spec.v08.IndexedAttestation;
import crosscheck.ssz.Uint64List;
import java.util.BitSet;
import java.util.List;

/**
 * An attestation on the wire. One object for all nodes, which knows who has it already. For one
 * thread.
 */
final class SignedVote {

  private final Attestation attestation;
  private final List<Integer> voters;
  private final BitSet holders = new BitSet();

  /**
   * @param voters validator indices of those who signed, ascending
   */
  SignedVote(Attestation attestation, List<Integer> voters) {
    this.attestation = attestation;
    this.voters = List.copyOf(voters);
  }

  Attestation attestation() {
    return attestation;
  }

  List<Integer> voters() {
    return voters;
  }

  long sourceEpoch() {
    return attestation.data().source().epoch();
  }

  long targetEpoch() {
    return attestation.data().target().epoch();
  }

  /** Notes that a node has it now; false when it had it before. */
  boolean reaches(int node) {
    if (holders.get(node)) {
      return false;
    }
    holders.set(node);
    return true;
  }

  boolean reached(int node) {
    return holders.get(node);
  }

  IndexedAttestation indexed() {
    return new IndexedAttestation(
        Uint64List.of(voters.stream().mapToLong(Integer::longValue).toArray()),
        Uint64List.empty(),
        attestation.data(),
        attestation.signature());
  }
}
