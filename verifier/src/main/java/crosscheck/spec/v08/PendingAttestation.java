package crosscheck.spec.v08;

import crosscheck.ssz.Bitlist;
import crosscheck.ssz.Limit;

/**
 * {@code PendingAttestation}: an attestation included and waiting for epoch processing. uint64
 * fields are read as unsigned; epochs, slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#pendingattestation">spec</a>
 */
public record PendingAttestation(
    @Limit("MAX_VALIDATORS_PER_COMMITTEE") Bitlist aggregationBits,
    AttestationData data,
    long inclusionDelay,
    long proposerIndex) {}
