package crosscheck.spec.v08;

import crosscheck.spec.Block;
import crosscheck.ssz.Length;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * {@code BeaconBlock}: a block; its id is its signing root. uint64 fields are read as unsigned;
 * epochs, slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#beaconblock">spec</a>
 */
public record BeaconBlock(
    long slot,
    Bytes32 parentRoot,
    Bytes32 stateRoot,
    BeaconBlockBody body,
    @Length("96") Bytes signature)
    implements Block {}
