package crosscheck.spec.v08;

/**
 * {@code AttestationDataAndCustodyBit}: the message an attester signs. uint64 fields are read as
 * unsigned; epochs, slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#attestationdataandcustodybit">spec</a>
 */
public record AttestationDataAndCustodyBit(AttestationData data, boolean custodyBit) {}
