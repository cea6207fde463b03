package crosscheck.spec.v08;

import crosscheck.ssz.Length;
import org.apache.tuweni.bytes.Bytes;

/**
 * {@code Fork}: the two latest fork versions. uint64 fields are read as unsigned; epochs, slots,
 * indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#fork">spec</a>
 */
public record Fork(
    @Length("4") Bytes previousVersion, @Length("4") Bytes currentVersion, long epoch) {}
