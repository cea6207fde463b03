package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.dividedBy;
import static crosscheck.spec.Uint64.less;
import static crosscheck.spec.Uint64.plus;

import crosscheck.spec.ImplicitCheck;
import crosscheck.spec.InvalidException;
import crosscheck.ssz.Merkle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.tuweni.bytes.Bytes32;

/**
 * {@code get_compact_committees_root}, hashed straight from flat arrays: the containers it is the
 * root of would be thrown away at once, one for each validator.
 */
final class CompactCommittees {

  private final Constants c;
  private final Accessors accessors;
  private final int pubkeysDepth;
  private final int compactDepth;

  private volatile PubkeyRoots pubkeyRoots = new PubkeyRoots();

  CompactCommittees(Constants constants, Accessors accessors) {
    this.c = constants;
    this.accessors = accessors;
    this.pubkeysDepth = Merkle.depth(c.MAX_VALIDATORS_PER_COMMITTEE);
    this.compactDepth =
        Merkle.depth(
            (c.MAX_VALIDATORS_PER_COMMITTEE * Long.BYTES + Merkle.CHUNK - 1) / Merkle.CHUNK);
  }

  /** {@code get_compact_committees_root}. */
  Bytes32 getCompactCommitteesRoot(BeaconState state, long epoch) {
    RegistryColumns registry = accessors.columns(state);
    PubkeyRoots keys = pubkeyRoots.of(registry.pubkeys);
    pubkeyRoots = keys;
    byte[] roots = new byte[(int) c.SHARD_COUNT * Merkle.CHUNK];
    byte[] pair = new byte[2 * Merkle.CHUNK];
    writeRoot(new Committee(new int[0], 0, 0), registry, keys, pair, roots, 0);
    for (int shard = 1; shard < c.SHARD_COUNT; shard++) {
      System.arraycopy(roots, 0, roots, shard * Merkle.CHUNK, Merkle.CHUNK);
    }
    EpochCommittees committees = accessors.committees(state, epoch);
    for (long number = 0; number < committees.count(); number++) {
      long shard = committees.shard(number);
      Committee committee = committees.ofShard(shard);
      requireRoom(committee);
      writeRoot(committee, registry, keys, pair, roots, (int) shard);
    }
    byte[] root = new byte[Merkle.CHUNK];
    Merkle.root(roots, roots.length, Merkle.depth(c.SHARD_COUNT), root, 0);
    return Bytes32.wrap(root);
  }

  private void requireRoom(Committee committee) {
    if (less(c.MAX_VALIDATORS_PER_COMMITTEE, committee.size())) {
      throw InvalidException.implicit(
          ImplicitCheck.LIST_FULL,
          "a committee of at most " + c.MAX_VALIDATORS_PER_COMMITTEE,
          committee.size() + " validators");
    }
  }

  /** Root of one {@code CompactCommittee}, written at its shard. */
  private void writeRoot(
      Committee committee,
      RegistryColumns registry,
      PubkeyRoots keys,
      byte[] pair,
      byte[] roots,
      int shard) {
    int size = committee.size();
    byte[] keyRoots = new byte[size * Merkle.CHUNK];
    ByteBuffer compact = ByteBuffer.allocate(size * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < size; i++) {
      int index = committee.member(i);
      keys.copy(index, keyRoots, i * Merkle.CHUNK);
      compact.putLong(compactValidator(index, registry));
    }
    Merkle.listRoot(keyRoots, keyRoots.length, pubkeysDepth, size, pair, 0);
    Merkle.listRoot(compact.array(), size * Long.BYTES, compactDepth, size, pair, Merkle.CHUNK);
    Merkle.root(pair, pair.length, 1, roots, shard * Merkle.CHUNK);
  }

  /** {@code index} (top 6 bytes), {@code slashed} (bit 15), balance in increments (15 bits). */
  private long compactValidator(int index, RegistryColumns registry) {
    long compactBalance =
        dividedBy(registry.effectiveBalances[index], c.EFFECTIVE_BALANCE_INCREMENT);
    return plus(((long) index << 16) + (registry.slashed[index] ? 1L << 15 : 0), compactBalance);
  }
}
