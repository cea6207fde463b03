package crosscheck.spec.v08;

import crosscheck.ssz.Limit;
import crosscheck.ssz.SszList;
import crosscheck.ssz.Uint64List;
import org.apache.tuweni.bytes.Bytes48;

/**
 * {@code CompactCommittee}: a committee in short, for light clients. uint64 fields are read as
 * unsigned; epochs, slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#compactcommittee">spec</a>
 */
public record CompactCommittee(
    @Limit("MAX_VALIDATORS_PER_COMMITTEE") SszList<Bytes48> pubkeys,
    @Limit("MAX_VALIDATORS_PER_COMMITTEE") Uint64List compactValidators) {}
