package crosscheck.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Answers that are much work to make, kept for as long as nothing is written to the database,
 * whoever writes: the same snapshot is the same data. The database tells its snapshot without
 * reading anything.
 */
final class Kept {

  /** An answer has some megabytes at most. */
  private static final int MOST = 8;

  private static final String SNAPSHOT =
      """
      select pg_current_snapshot()::text
      """;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Answer(String snapshot, byte[] json) {}

  /** Guarded by this; those not asked for longest go first. */
  private final Map<Object, Answer> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Answer> eldest) {
          return size() > MOST;
        }
      };

  /**
   * The answer to a question.
   *
   * @param question all that the answer depends on besides the database
   */
  Json.Ready of(Handle handle, Object question, Supplier<Object> made) {
    String before = snapshot(handle);
    Optional<Answer> known = known(question);
    if (known.isPresent() && known.get().snapshot().equals(before)) {
      return new Json.Ready(known.get().json());
    }
    byte[] json = Json.bytes(made.get());
    // Each statement sees what is committed when it begins: they have seen one state if nothing was
    // written until the last one.
    if (snapshot(handle).equals(before)) {
      keep(question, new Answer(before, json));
    }
    return new Json.Ready(json);
  }

  private static String snapshot(Handle handle) {
    return handle.createQuery(SNAPSHOT).mapTo(String.class).one();
  }

  private synchronized Optional<Answer> known(Object question) {
    return Optional.ofNullable(answers.get(question));
  }

  private synchronized void keep(Object question, Answer answer) {
    answers.put(question, answer);
  }
}
