package crosscheck.spec.v08;

import crosscheck.ssz.Length;
import org.apache.tuweni.bytes.Bytes;

/**
 * {@code VoluntaryExit}: a validator's wish to leave. uint64 fields are read as unsigned; epochs,
 * slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#voluntaryexit">spec</a>
 */
public record VoluntaryExit(long epoch, long validatorIndex, @Length("96") Bytes signature) {}
