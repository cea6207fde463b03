package crosscheck.indexer;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Checkpoint;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Checkpoints by their number in the database. One object serves one transaction. */
final class Checkpoints {

  private final Handle handle;
  private final Map<Checkpoint, Integer> numbers = new HashMap<>();

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
