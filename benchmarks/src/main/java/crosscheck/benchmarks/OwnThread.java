package crosscheck.benchmarks;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work in a new thread, which has made no digest yet. */
final class OwnThread {

  private OwnThread() {}

  /** Runs it to its end; what it throws is thrown here. */
  static void run(Runnable work) {
    FutureTask<Boolean> task = new FutureTask<>(work, true);
    Thread thread = new Thread(task, "counted");
    thread.start();
    try {
      task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the work failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
