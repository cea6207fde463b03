package crosscheck.spec.v08;

import org.apache.tuweni.bytes.Bytes32;

/**
 * {@code Eth1Data}: a view of the deposit contract. uint64 fields are read as unsigned; epochs,
 * slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#eth1data">spec</a>
 */
public record Eth1Data(Bytes32 depositRoot, long depositCount, Bytes32 blockHash) {}
