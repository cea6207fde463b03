package crosscheck.spec.v08;

import crosscheck.ssz.Length;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/**
 * {@code DepositData}: what a depositor signed. uint64 fields are read as unsigned; epochs, slots,
 * indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#depositdata">spec</a>
 */
public record DepositData(
    Bytes48 pubkey, Bytes32 withdrawalCredentials, long amount, @Length("96") Bytes signature) {}
