package crosscheck.indexer;

import crosscheck.indexer.follow.Judged;
import crosscheck.indexer.follow.Sql;
import crosscheck.replay.Verdict;
import crosscheck.spec.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/**
 * Blocks of which every copy is invalid, seen or not, each with the ancestor to blame. So it is
 * when a copy failed for a reason that does not lie in its own signature, for copies differ in
 * nothing else. One object serves one transaction.
 */
final class Condemnations {

  /** The check that fails for the signature of the block itself. */
  private static final String OWN_SIGNATURE = "PROPOSER_SIGNATURE";

  private final Handle handle;
  private final Map<Bytes32, Bytes32> ancestors = new HashMap<>();

  Condemnations(Handle handle) {
    this.handle = handle;
  }

  /** To be told of a batch before {@link #of} is asked about it: looks up the parents it lacks. */
  void learn(List<Judged> batch) {
    byte[][] parents =
        batch.stream()
            .filter(judged -> judged.judgement().verdict() == Verdict.UNKNOWN_PARENT)
            .map(judged -> judged.judgement().block().orElseThrow().parentRoot().toArrayUnsafe())
            .toArray(byte[][]::new);
    if (parents.length > 0) {
      handle
          .createQuery(Sql.named("condemning_ancestors"))
          .bind("roots", parents)
          .map(
              (row, context) ->
                  Map.entry(
                      Bytes32.wrap(row.getBytes("root")), Bytes32.wrap(row.getBytes("ancestor"))))
          .forEach(found -> ancestors.put(found.getKey(), found.getValue()));
    }
  }

  /** A copy of the block failed by itself; true when this condemns all copies. */
  boolean failed(Bytes32 root, Failure failure) {
    boolean all = !failure.check().equals(OWN_SIGNATURE);
    if (all) {
      ancestors.putIfAbsent(root, root);
    }
    return all;
  }

  /** A block fell with its ancestor. */
  void condemned(Bytes32 root, Bytes32 ancestor) {
    ancestors.put(root, ancestor);
  }

  /** The ancestor for which this block, and so all that builds on it, is invalid. */
  Optional<Bytes32> of(Bytes32 root) {
    return Optional.ofNullable(ancestors.get(root));
  }
}
