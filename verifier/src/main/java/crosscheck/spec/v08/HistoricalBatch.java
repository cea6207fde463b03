package crosscheck.spec.v08;

import crosscheck.ssz.Length;
import crosscheck.ssz.RootList;

/**
 * {@code HistoricalBatch}: the roots of one historical period. uint64 fields are read as unsigned;
 * epochs, slots, indices as numbers, amounts in Gwei.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#historicalbatch">spec</a>
 */
public record HistoricalBatch(
    @Length("SLOTS_PER_HISTORICAL_ROOT") RootList blockRoots,
    @Length("SLOTS_PER_HISTORICAL_ROOT") RootList stateRoots) {}
