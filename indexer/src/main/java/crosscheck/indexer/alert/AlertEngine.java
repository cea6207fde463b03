package crosscheck.indexer.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.db.Database;
import crosscheck.indexer.follow.Backoff;
import crosscheck.indexer.follow.Outage;
import crosscheck.indexer.follow.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that makes alerts. At each turn it reads the events after the place it has reached,
 * has the rules look, and commits alerts, the events that tell of them, and its place together. All
 * it must know is in the database, so it may be killed at any instant. A fault in a rule stops that
 * rule alone, for a minute, and is an alert itself.
 */
public final class AlertEngine {

  /** Its name in {@code readers}. */
  public static final String READER = "alerts";

  private static final Logger log = LoggerFactory.getLogger(AlertEngine.class);
  private static final int BATCH = 500;
  private static final int LISTEN_MILLIS = 250;
  private static final long STATES_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PACE_MILLIS = 100;
  private static final long REST_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Jdbi jdbi;
  private final AlertSettings settings;
  private final Clock clock;
  private final BooleanSupplier leading;
  private final Told told;
  private final List<ActiveRule> rules;
  private final Backoff backoff = new Backoff(log, "alerts");
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();

  /** Those who wait for a look. */
  private final Queue<CompletableFuture<Void>> asked = new ConcurrentLinkedQueue<>();

  private final Semaphore wanted = new Semaphore(0);

  private volatile boolean closing;
  private Instant settled = Instant.MAX;
  private long statesLooked;

  private record Fault(String message, long nanos) {}

  /**
   * Nothing runs before {@link #run}.
   *
   * @param leading whether it is this process that makes alerts now
   * @param told who passes on what happens to alerts
   */
  public AlertEngine(
      Database database, AlertSettings settings, Clock clock, BooleanSupplier leading, Told told) {
    this.jdbi = database.unpooled();
    this.settings = settings;
    this.clock = clock;
    this.leading = leading;
    this.told = told;
    this.rules = ActiveRule.all(settings);
  }

  /** Lets {@link #run} return soon. */
  public void close() {
    closing = true;
    cancelAsked();
  }

  /**
   * Has the rules look at once, at states too.
   *
   * @return completes when what they found is committed; cancelled when the engine is closed first
   */
  public CompletableFuture<Void> look() {
    CompletableFuture<Void> looked = new CompletableFuture<>();
    asked.add(looked);
    wanted.release();
    if (closing) {
      cancelAsked();
    } else {
      jdbi.useHandle(handle -> handle.execute("notify crosscheck_events"));
    }
    return looked;
  }

  private void cancelAsked() {
    for (CompletableFuture<Void> each = asked.poll(); each != null; each = asked.poll()) {
      each.cancel(false);
    }
  }

  /** Makes alerts until closed; while the database is away it tries again. */
  public void run() throws InterruptedException {
    while (!closing) {
      if (!leading.getAsBoolean()) {
        Thread.sleep(LISTEN_MILLIS);
        continue;
      }
      try (Handle handle = jdbi.open()) {
        follow(handle);
      } catch (RuntimeException e) {
        if (!Outage.causes(e)) {
          log.error("alerts cannot be made; trying again", e);
        }
        backoff.pause(e);
      } catch (SQLException e) {
        backoff.pause(e);
      }
    }
  }

  private void follow(Handle handle) throws SQLException, InterruptedException {
    handle.execute("listen crosscheck_events");
    PGConnection connection = handle.getConnection().unwrap(PGConnection.class);
    handle
        .createUpdate(Sql.named("insert_reader"))
        .bind("name", READER)
        .bind("last_event_id", 0)
        .execute();
    settled = clock.instant().plus(settings.settle());
    statesLooked = System.nanoTime() - STATES_EVERY_NANOS;
    boolean more = true;
    while (!closing && leading.getAsBoolean()) {
      boolean soon = more || !asked.isEmpty() || statesDue();
      boolean news = connection.getNotifications(soon ? 1 : LISTEN_MILLIS).length > 0;
      int waiting = asked.size();
      boolean due = waiting > 0 || statesDue();
      if (more || due || news) {
        more = turn(handle, due);
        backoff.succeeded();
        if (!more) {
          answer(waiting);
          pace();
        }
      }
    }
  }

  private boolean statesDue() {
    return System.nanoTime() - statesLooked >= STATES_EVERY_NANOS;
  }

  /** Tells those who asked before the turn began. */
  private void answer(int count) {
    for (int i = 0; i < count; i++) {
      Optional.ofNullable(asked.poll()).ifPresent(looked -> looked.complete(null));
    }
  }

  /** Leaves the database alone for a moment, unless somebody waits. */
  private void pace() throws InterruptedException {
    if (asked.isEmpty() && wanted.tryAcquire(PACE_MILLIS, TimeUnit.MILLISECONDS)) {
      wanted.drainPermits();
    }
  }

  /** True when there are more events than one turn reads. */
  private boolean turn(Handle handle, boolean due) {
    try {
      boolean more = handle.inTransaction(h -> look(h, due));
      told.committed();
      if (due && !more) {
        statesLooked = System.nanoTime();
      }
      return more;
    } catch (RuleFault fault) {
      if (Outage.causes(fault)) {
        throw fault;
      }
      log.error("the alert rule {} fails; it rests for a minute", fault.rule(), fault.getCause());
      String message = String.valueOf(fault.getCause().getMessage()).lines().findFirst().orElse("");
      faults.put(fault.rule(), new Fault(message, System.nanoTime()));
      return true;
    }
  }

  private boolean look(Handle handle, boolean due) {
    long place =
        handle.createQuery(Sql.named("reader_place")).bind("name", READER).mapTo(Long.class).one();
    List<Happened> events = events(handle, place);
    boolean more = events.size() == BATCH;
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Situation situation = Situation.of(handle, now).orElse(null);
    if (situation == null || (events.isEmpty() && !due)) {
      return false;
    }
    boolean states = due && !more && !now.isBefore(settled);
    Turn turn = new Turn(handle, situation, events, settings, resting());
    for (ActiveRule rule : rules) {
      if (!faults.containsKey(rule.name())) {
        turn.take(rule, states);
      }
    }
    turn.finish();
    if (!events.isEmpty()) {
      told.take(handle, alertEvents(events));
      handle
          .createUpdate(Sql.named("move_reader"))
          .bind("name", READER)
          .bind("last_event_id", events.get(events.size() - 1).id())
          .execute();
    }
    return more;
  }

  private static List<Long> alertEvents(List<Happened> events) {
    return events.stream()
        .filter(event -> event.type().startsWith("alert_"))
        .map(Happened::id)
        .toList();
  }

  /** Rules that rest after a fault, with its message. */
  private Map<String, String> resting() {
    faults.values().removeIf(fault -> System.nanoTime() - fault.nanos() > REST_NANOS);
    Map<String, String> messages = new HashMap<>();
    faults.forEach((rule, fault) -> messages.put(rule, fault.message()));
    return messages;
  }

  private static List<Happened> events(Handle handle, long place) {
    return handle
        .createQuery(Sql.named("events_after"))
        .bind("after", place)
        .bind("most", BATCH)
        .map(
            (row, context) -> {
              long input = row.getLong("input_id");
              return new Happened(
                  row.getLong("id"),
                  row.getString("type"),
                  row.wasNull() ? OptionalLong.empty() : OptionalLong.of(input),
                  json(row.getString("payload")));
            })
        .list();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("events.payload", e);
    }
  }
}
