package crosscheck.spec.v08;

import org.apache.tuweni.bytes.Bytes32;

/**
 * {@code Crosslink}: a shard's link to the beacon chain. uint64 fields are read as unsigned;
 * epochs, slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#crosslink">spec</a>
 */
public record Crosslink(
    long shard, Bytes32 parentRoot, long startEpoch, long endEpoch, Bytes32 dataRoot) {}
