package crosscheck.spec.v08;

import crosscheck.ssz.Length;
import crosscheck.ssz.Limit;
import crosscheck.ssz.Named;
import crosscheck.ssz.Uint64List;
import org.apache.tuweni.bytes.Bytes;

/**
 * {@code IndexedAttestation}: an attestation with validator indices instead of bits. uint64 fields
 * are read as unsigned; epochs, slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#indexedattestation">spec</a>
 */
public record IndexedAttestation(
    @Limit("MAX_VALIDATORS_PER_COMMITTEE") @Named("custody_bit_0_indices")
        Uint64List custodyBit0Indices,
    @Limit("MAX_VALIDATORS_PER_COMMITTEE") @Named("custody_bit_1_indices")
        Uint64List custodyBit1Indices,
    AttestationData data,
    @Length("96") Bytes signature) {}
