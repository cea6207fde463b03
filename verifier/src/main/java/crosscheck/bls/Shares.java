package crosscheck.bls;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** Work cut into shares of about equal size, done by the caller and whoever helps. */
final class Shares {

  private Shares() {}

  /** At most {@code count} parts of the list, in order, none of them empty. */
  static <T> List<List<T>> split(List<T> work, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("parallelism must be at least 1, not " + count);
    }
    int parts = Math.min(count, work.size());
    List<List<T>> shares = new ArrayList<>(parts);
    for (int i = 0; i < parts; i++) {
      shares.add(work.subList(work.size() * i / parts, work.size() * (i + 1) / parts));
    }
    return shares;
  }

  /**
   * The results of all shares, in order. The caller takes whatever the executor has not begun, so a
   * busy executor (or one whose only thread is the caller's) delays nothing and cannot block us.
   */
  static <T, R> List<R> inParallel(List<T> shares, Function<T, R> work, Executor executor) {
    List<FutureTask<R>> tasks = new ArrayList<>(shares.size());
    for (T share : shares) {
      tasks.add(new FutureTask<>(() -> work.apply(share)));
    }
    for (FutureTask<R> task : tasks.subList(Math.min(1, tasks.size()), tasks.size())) {
      try {
        executor.execute(task);
      } catch (RejectedExecutionException full) {
        break;
      }
    }
    List<R> results = new ArrayList<>(tasks.size());
    for (FutureTask<R> task : tasks) {
      task.run(); // does nothing when a helper has begun it
      results.add(result(task));
    }
    return results;
  }

  private static <R> R result(FutureTask<R> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true; // the helper ends soon in any case; tell our caller afterwards
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (CancellationException e) {
      throw new IllegalStateException("nobody cancels a share", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
