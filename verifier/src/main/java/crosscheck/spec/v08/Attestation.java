package crosscheck.spec.v08;

import crosscheck.ssz.Bitlist;
import crosscheck.ssz.Length;
import crosscheck.ssz.Limit;
import org.apache.tuweni.bytes.Bytes;

/**
 * {@code Attestation}: an aggregate vote of a crosslink committee. uint64 fields are read as
 * unsigned; epochs, slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#attestation">spec</a>
 */
public record Attestation(
    @Limit("MAX_VALIDATORS_PER_COMMITTEE") Bitlist aggregationBits,
    AttestationData data,
    @Limit("MAX_VALIDATORS_PER_COMMITTEE") Bitlist custodyBits,
    @Length("96") Bytes signature) {}
