package crosscheck.spec.v08;

import crosscheck.ssz.Length;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * {@code BeaconBlockHeader}: a block with its body's root instead of the body. uint64 fields are
 * read as unsigned; epochs, slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#beaconblockheader">spec</a>
 */
public record BeaconBlockHeader(
    long slot,
    Bytes32 parentRoot,
    Bytes32 stateRoot,
    Bytes32 bodyRoot,
    @Length("96") Bytes signature) {}
