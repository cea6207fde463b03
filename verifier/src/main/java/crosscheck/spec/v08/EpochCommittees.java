package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.minus;
import static crosscheck.spec.Uint64.mod;
import static crosscheck.spec.Uint64.plus;

/**
 * All crosslink committees of an epoch.
 *
 * @param shuffled the active indices in shuffled order: one committee after the other
 * @param startShard shard of the first committee
 * @param count committees in the epoch
 * @param shardCount shards there are; {@code count} of them have a committee
 */
record EpochCommittees(int[] shuffled, long startShard, long count, long shardCount) {

  /** {@code get_crosslink_committee}: the committee of a shard. */
  Committee ofShard(long shard) {
    long index = mod(minus(plus(shard, shardCount), startShard), shardCount);
    return Misc.computeCommittee(shuffled, index, count);
  }

  /** Shard of the committee with a number from 0 to {@code count - 1}. */
  long shard(long number) {
    return mod(plus(startShard, number), shardCount);
  }
}
