package crosscheck.indexer;

import crosscheck.indexer.follow.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/** What the store has without a gap, and what it lacks: for sources that can fetch blocks. */
final class Gaps {

  /** Waiting blocks looked at for one page of {@link #missingParents}. */
  private static final int PAGE = 500;

  private Gaps() {}

  /** Those of the roots that are stored, with all that they build on. */
  static Set<Bytes32> connected(Handle handle, Collection<Bytes32> roots) {
    return new HashSet<>(
        handle
            .createQuery(Sql.named("connected"))
            .bind("roots", roots.stream().map(Bytes32::toArrayUnsafe).toArray(byte[][]::new))
            .map((row, context) -> Bytes32.wrap(row.getBytes("root")))
            .list());
  }

  /** See {@link Receiver#missingParents}. */
  static MissingParents missingParents(Handle handle, OptionalLong before) {
    Set<Bytes32> roots = new HashSet<>();
    List<Long> looked = new ArrayList<>();
    handle
        .createQuery(Sql.named("missing_parents"))
        .bind("before", before.orElse(Long.MAX_VALUE))
        .bind("most", PAGE)
        .map(
            (row, context) -> {
              if (row.getBoolean("missing")) {
                roots.add(Bytes32.wrap(row.getBytes("parent_root")));
              }
              return row.getLong("input_id");
            })
        .forEach(looked::add);
    return new MissingParents(
        List.copyOf(roots),
        looked.size() < PAGE ? OptionalLong.empty() : OptionalLong.of(looked.get(PAGE - 1)));
  }
}
