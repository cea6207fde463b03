package crosscheck.indexer.exercise;

import crosscheck.indexer.follow.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** What one look at the tables sees of the network, and how its time passes for an exercise. */
final class View {

  /** What was said at the very end of a slot is stored a little later. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** A chain that is loaded afterwards and has not grown for so long is whole. */
  private static final Duration QUIET = Duration.ofSeconds(30);

  private final Handle handle;
  private final NetworkTime time;
  private final Exercise exercise;
  private final Instant now;
  private final long headSlot;
  private final int headFork;
  private final Optional<Instant> openSince;
  private final Optional<Instant> lastReceivedAt;
  private Optional<ForkTree> forks = Optional.empty();

  /**
   * A row of {@code exercises}.
   *
   * @param live whether slots pass by the clock; else time is that of blocks loaded afterwards
   */
  record Exercise(
      long id,
      String name,
      String tag,
      boolean live,
      Instant startedAt,
      long startSlot,
      long deadlineSlot) {

    static Exercise of(ResultSet row) throws SQLException {
      return new Exercise(
          row.getLong("id"),
          row.getString("name"),
          row.getString("exercise"),
          row.getString("paced_by").equals("clock"),
          row.getObject("started_at", OffsetDateTime.class).toInstant(),
          row.getLong("start_slot"),
          row.getLong("deadline_slot"));
    }
  }

  private View(Handle handle, NetworkTime time, Exercise exercise, Instant now, ResultSet row)
      throws SQLException {
    this.handle = handle;
    this.time = time;
    this.exercise = exercise;
    this.now = now;
    this.headSlot = row.getLong("head_slot");
    this.headFork = row.getInt("head_fork");
    this.openSince = instant(row, "open_since");
    this.lastReceivedAt = instant(row, "last_received_at");
  }

  static View of(Handle handle, Exercise exercise, Instant now) {
    NetworkTime time = NetworkTime.read(handle);
    return handle
        .createQuery(Sql.named("exercise_situation"))
        .map((row, context) -> new View(handle, time, exercise, now, row))
        .one();
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  static String root(ResultSet row, String column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return bytes == null ? "" : Bytes.wrap(bytes).toHexString();
  }

  /** 0x1f2e3d…9abc, for sentences. */
  static String brief(String root) {
    return root.length() > 14 ? root.substring(0, 8) + "…" + root.substring(62) : root;
  }

  NetworkTime time() {
    return time;
  }

  boolean live() {
    return exercise.live();
  }

  /** The first slot that counts. */
  long startSlot() {
    return exercise.startSlot();
  }

  /** Slot of our head; 0 for genesis. */
  long headSlot() {
    return headSlot;
  }

  Query query(String name) {
    return handle.createQuery(Sql.named(name));
  }

  /** Up to when everything that was received and said is judged and looked at. */
  Instant settledUntil() {
    return openSince.filter(since -> since.isBefore(now)).orElse(now);
  }

  /** Whether all that can still be found about a slot, and those before, is found. */
  boolean over(long slot) {
    if (exercise.live()) {
      Instant end = time.end(slot).plus(GRACE);
      return !now.isBefore(end) && !settledUntil().isBefore(end);
    }
    Instant last =
        lastReceivedAt.filter(at -> at.isAfter(exercise.startedAt())).orElse(exercise.startedAt());
    boolean quiet = !now.isBefore(last.plus(QUIET));
    return openSince.isEmpty() && (headSlot > slot || quiet);
  }

  /** The slot of the network at which a node said something. */
  long slotOf(Instant observedAt, long saidHeadSlot) {
    return exercise.live() ? time.slotAt(observedAt) : saidHeadSlot;
  }

  /**
   * On our chain: the last slot with a block below {@code before} (0: genesis), and the first above
   * {@code above}.
   */
  ChainSlots chainSlots(long before, long above) {
    return query("exercise_chain_slot")
        .bind("before", before)
        .bind("above", above)
        .map(
            (row, context) -> {
              long next = row.getLong("next_slot");
              return new ChainSlots(
                  row.getLong("last_slot"),
                  row.wasNull() ? OptionalLong.empty() : OptionalLong.of(next));
            })
        .one();
  }

  /** See {@link View#chainSlots}. */
  record ChainSlots(long last, OptionalLong next) {}

  /** The tree of valid blocks, read when it is asked for. */
  ForkTree forks() {
    if (forks.isEmpty()) {
      List<ForkTree.Fork> found =
          query("exercise_forks").map((row, context) -> ForkTree.Fork.of(row)).list();
      forks = Optional.of(new ForkTree(found));
    }
    return forks.get();
  }

  /** Slot of the last block on our chain of one that a node calls its head. */
  long slotOnOurChain(int fork, long slot) {
    return forks().commonSlot(fork, slot, headFork, headSlot);
  }

  /** How a node failed to answer when it was asked last; empty when it answers. */
  String trouble(String node) {
    Map<String, String> found = new HashMap<>();
    query("exercise_node")
        .bind("node", node)
        .map(
            (row, context) ->
                Map.entry(row.getString("state"), String.valueOf(row.getString("message"))))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    if (found.isEmpty()) {
      return "it was never heard of";
    }
    String state = found.keySet().iterator().next();
    return state.equals("ok") ? "" : "it is " + state + ": " + found.get(state);
  }
}
