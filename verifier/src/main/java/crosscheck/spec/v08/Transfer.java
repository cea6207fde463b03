package crosscheck.spec.v08;

import crosscheck.ssz.Length;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes48;

/**
 * {@code Transfer}: a transfer between validator balances. uint64 fields are read as unsigned;
 * epochs, slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#transfer">spec</a>
 */
public record Transfer(
    long sender,
    long recipient,
    long amount,
    long fee,
    long slot,
    Bytes48 pubkey,
    @Length("96") Bytes signature) {}
