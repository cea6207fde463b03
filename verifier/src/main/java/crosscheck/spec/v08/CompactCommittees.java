package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.dividedBy;
import static crosscheck.spec.Uint64.mod;
import static crosscheck.spec.Uint64.plus;

import crosscheck.ssz.Length;
import crosscheck.ssz.Ssz;
import crosscheck.ssz.SszList;
import crosscheck.ssz.Uint64List;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/** {@code get_compact_committees_root}. */
final class CompactCommittees {

  private final Constants c;
  private final Accessors accessors;
  private final Ssz ssz;

  CompactCommittees(Constants constants, Accessors accessors, Ssz ssz) {
    this.c = constants;
    this.accessors = accessors;
    this.ssz = ssz;
  }

  /** {@code get_compact_committees_root}. */
  Bytes32 getCompactCommitteesRoot(BeaconState state, long epoch) {
    List<CompactCommittee> committees =
        new ArrayList<>(
            Collections.nCopies(
                (int) c.SHARD_COUNT, new CompactCommittee(SszList.of(), Uint64List.of())));
    long startShard = accessors.getStartShard(state, epoch);
    long committeeCount = accessors.getCommitteeCount(state, epoch);
    for (long number = 0; number < committeeCount; number++) {
      long shard = mod(plus(startShard, number), c.SHARD_COUNT);
      committees.set(
          (int) shard, compact(state, accessors.getCrosslinkCommittee(state, epoch, shard)));
    }
    return ssz.hashTreeRoot(new Committees(SszList.copyOf(committees)));
  }

  /** {@code index} (top 6 bytes), {@code slashed} (bit 15), balance in increments (15 bits). */
  private CompactCommittee compact(BeaconState state, Committee committee) {
    List<Bytes48> pubkeys = new ArrayList<>(committee.size());
    long[] compactValidators = new long[committee.size()];
    for (int i = 0; i < compactValidators.length; i++) {
      int index = committee.member(i);
      Validator validator = state.validators.get(index);
      pubkeys.add(validator.pubkey());
      long compactBalance = dividedBy(validator.effectiveBalance(), c.EFFECTIVE_BALANCE_INCREMENT);
      compactValidators[i] =
          plus(((long) index << 16) + (validator.slashed() ? 1L << 15 : 0), compactBalance);
    }
    return new CompactCommittee(SszList.copyOf(pubkeys), Uint64List.of(compactValidators));
  }

  /** A container of one field has the root of that field. */
  record Committees(@Length("SHARD_COUNT") SszList<CompactCommittee> committees) {}
}
