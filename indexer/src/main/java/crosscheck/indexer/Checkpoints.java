package crosscheck.indexer;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Checkpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Checkpoints by their number in the database. When a transaction fails, it is no longer good. */
final class Checkpoints {

  private static final int REMEMBERED = 256;

  private final Handle handle;

  /** Those asked for lately. */
  private final Map<Checkpoint, Integer> numbers =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Checkpoint, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };

  Checkpoints(Handle handle) {
    this.handle = handle;
  }

  /** The number of a checkpoint, which is entered when it is new. */
  int number(Checkpoint checkpoint) {
    return numbers.computeIfAbsent(
        checkpoint,
        unknown ->
            handle
                .createQuery(Sql.named("checkpoint_id"))
                .bind("epoch", Columns.unsigned(unknown.epoch()))
                .bind("root", unknown.root().toArrayUnsafe())
                .mapTo(Integer.class)
                .one());
  }
}
