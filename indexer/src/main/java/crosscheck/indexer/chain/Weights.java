package crosscheck.indexer.chain;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Following;
import crosscheck.indexer.follow.Sql;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Keeps what each fork weighs: the votes for its blocks and for all that descends from it. Votes
 * name few blocks, so it costs a step for each of those and for each fork that has any.
 */
final class Weights {

  private final Handle handle;
  private final Tree tree;
  private final Supplier<Map<Bytes32, Long>> votes;

  /** Gwei by fork, as written; forks without are left out. */
  private Map<Integer, Long> written;

  private boolean changed;

  Weights(Following following, Tree tree) {
    this.handle = following.handle();
    this.tree = tree;
    this.votes = following.weights();
    this.written = new HashMap<>();
    handle
        .createQuery(Sql.named("fork_weights"))
        .map(
            (row, context) ->
                written.put(row.getInt("id"), Tree.uint64(row.getBigDecimal("weight_gwei"))))
        .list();
  }

  /** A block brought votes, or may have moved the justified checkpoint that gives them weight. */
  void changed() {
    changed = true;
  }

  void write() {
    if (!changed) {
      return;
    }
    changed = false;
    Map<Integer, Long> now = ofForks();
    PreparedBatch batch = handle.prepareBatch(Sql.named("write_fork_weight"));
    for (int fork : written.keySet()) {
      if (!now.containsKey(fork)) {
        batch.bind("id", fork).bind("weight_gwei", Columns.unsigned(0)).add();
      }
    }
    now.forEach(
        (fork, weight) -> {
          if (!weight.equals(written.get(fork))) {
            batch.bind("id", fork).bind("weight_gwei", Columns.unsigned(weight)).add();
          }
        });
    if (batch.size() > 0) {
      batch.execute();
    }
    written = now;
  }

  /** Those with greater numbers first: a fork's weight is whole when it is added to its parent. */
  private Map<Integer, Long> ofForks() {
    TreeMap<Integer, Long> open = new TreeMap<>();
    votes.get().forEach((root, weight) -> open.merge(tree.place(root).fork(), weight, Long::sum));
    Map<Integer, Long> whole = new HashMap<>();
    while (!open.isEmpty()) {
      Map.Entry<Integer, Long> last = open.pollLastEntry();
      whole.put(last.getKey(), last.getValue());
      tree.fork(last.getKey())
          .base()
          .ifPresent(base -> open.merge(base.fork(), last.getValue(), Long::sum));
    }
    return whole;
  }
}
