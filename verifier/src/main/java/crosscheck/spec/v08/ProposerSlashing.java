package crosscheck.spec.v08;

import crosscheck.ssz.Named;

/**
 * {@code ProposerSlashing}: two headers of one proposer in one epoch. uint64 fields are read as
 * unsigned; epochs, slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#proposerslashing">spec</a>
 */
public record ProposerSlashing(
    long proposerIndex,
    @Named("header_1") BeaconBlockHeader header1,
    @Named("header_2") BeaconBlockHeader header2) {}
