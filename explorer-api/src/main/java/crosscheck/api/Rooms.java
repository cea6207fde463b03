package crosscheck.api;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How many may do some heavy work at a time; others wait a second, and are then sent away. */
final class Rooms {

  private static final int PATIENCE_MILLIS = 1000;

  private final Semaphore free;
  private final String work;

  /**
   * @param work what is done, in words, for who is sent away
   */
  Rooms(int rooms, String work) {
    this.free = new Semaphore(rooms);
    this.work = work;
  }

  /**
   * Does the work when there is room for it.
   *
   * @throws ApiException 503 when there is none for a second
   */
  <T> T within(Supplier<T> task) {
    enter();
    try {
      return task.get();
    } finally {
      free.release();
    }
  }

  private void enter() {
    try {
      if (free.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw ApiException.unavailable("Others are " + work + " just now. Try again.");
  }
}
