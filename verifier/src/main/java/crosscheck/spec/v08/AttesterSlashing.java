package crosscheck.spec.v08;

import crosscheck.ssz.Named;

/**
 * {@code AttesterSlashing}: two conflicting votes. uint64 fields are read as unsigned; epochs,
 * slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#attesterslashing">spec</a>
 */
public record AttesterSlashing(
    @Named("attestation_1") IndexedAttestation attestation1,
    @Named("attestation_2") IndexedAttestation attestation2) {}
