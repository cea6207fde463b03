package crosscheck.testnet;

import crosscheck.spec.v08.Attestation;
import org.apache.tuweni.bytes.Bytes;

/** What nodes send each other. */
sealed interface Message {

  /** A signed block, as SSZ. */
  record OfBlock(Bytes ssz) implements Message {}

  /** An attestation of one validator, or an aggregate of several. */
  record OfAttestation(Attestation attestation) implements Message {}
}
