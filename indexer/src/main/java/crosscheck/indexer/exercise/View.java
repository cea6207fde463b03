package crosscheck.indexer.exercise;

import crosscheck.indexer.follow.Sql;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
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
  private final OurHeads.Head head;
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
    this.head = new OurHeads.Head(row.getInt("head_fork"), row.getLong("head_slot"));
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

  /** A slot as it is told, uint64; what no network reaches is all the same. */
  static long bounded(String slot) {
    return new BigDecimal(slot).min(BigDecimal.valueOf(Integer.MAX_VALUE)).longValue();
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

  /** The first slot that counts: what was before the exercise began is no part of it. */
  long startSlot() {
    return exercise.startSlot();
  }

  /** The first slot that counts for a goal. */
  long firstSlot(Target target) {
    return Math.max(target.number("from_slot"), exercise.startSlot());
  }

  /** Our head now. */
  OurHeads.Head head() {
    return head;
  }

  /** Slot of our head; 0 for genesis. */
  long headSlot() {
    return head.slot();
  }

  /** Our head when a slot was over, by what had been received until then. */
  OurHeads.Head headAtEndOf(long slot) {
    Instant end = time.end(slot);
    return new OurHeads(this, end).at(end);
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
    return openSince.isEmpty() && (head.slot() > slot || quiet);
  }

  /** The slot of the network at which a node said something. */
  long slotOf(Instant observedAt, long saidHeadSlot) {
    return exercise.live() ? time.slotAt(observedAt) : saidHeadSlot;
  }

  /**
   * Since when a verdict could be known: when its input and those that were judged before it had
   * been received. Of blocks that are loaded afterwards it says nothing of the network.
   *
   * @param importOrder the place of the verdict
   */
  Instant knownAt(long importOrder) {
    return query("exercise_known_at")
        .bind("import_order", importOrder)
        .map((row, context) -> row.getObject(1, OffsetDateTime.class).toInstant())
        .one();
  }

  /** The last slot below a bound with a block on the chain of a head; 0: genesis. */
  long lastSlotBelow(long before, OurHeads.Head head) {
    return chainSlot(head, before, before, "last_slot").orElse(0);
  }

  /** The first slot above another with a block on our chain. */
  OptionalLong firstSlotAbove(long slot) {
    return chainSlot(head, slot, slot, "next_slot");
  }

  private OptionalLong chainSlot(OurHeads.Head head, long before, long above, String column) {
    return query("exercise_chain_slot")
        .bind("head_fork", head.fork())
        .bind("head_slot", head.slot())
        .bind("before", before)
        .bind("above", above)
        .map(
            (row, context) -> {
              long slot = row.getLong(column);
              return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(slot);
            })
        .one();
  }

  /** The tree of valid blocks, read when it is asked for. */
  ForkTree forks() {
    if (forks.isEmpty()) {
      List<ForkTree.Fork> found =
          query("exercise_forks").map((row, context) -> ForkTree.Fork.of(row)).list();
      forks = Optional.of(new ForkTree(found));
    }
    return forks.get();
  }

  /** When a node last said how it stands. */
  Optional<Instant> lastAnswerOf(String node) {
    return status(node).flatMap(Status::lastAnswerAt);
  }

  /**
   * Whether a node's deadline is over: it was asked after it, and what it said then is looked at.
   * When nobody asked, for whatever reason, that is not held against it for an epoch; nor is a node
   * waited for that never answered.
   */
  boolean overFor(String node, long slot) {
    if (!over(slot) || !exercise.live()) {
      return over(slot);
    }
    Optional<Instant> asked =
        status(node).filter(s -> s.lastAnswerAt().isPresent()).map(Status::lastAskedAt);
    return asked.isEmpty()
        || (!asked.get().isBefore(time.end(slot)) && !asked.get().isAfter(settledUntil()))
        || over(lastSlotAsked(slot));
  }

  /** The last slot in which a node's first answer after a deadline may be about the time before. */
  long lastSlotAsked(long deadlineSlot) {
    return deadlineSlot + time.slotsPerEpoch();
  }

  /** How a node failed to answer when it was asked last; empty when it answers. */
  String trouble(String node) {
    return status(node)
        .map(s -> s.state().equals("ok") ? "" : "it is " + s.state() + ": " + s.message())
        .orElse("it was never heard of");
  }

  private record Status(
      String state, String message, Optional<Instant> lastAnswerAt, Instant lastAskedAt) {}

  private Optional<Status> status(String node) {
    return query("exercise_node")
        .bind("node", node)
        .map(
            (row, context) ->
                new Status(
                    row.getString("state"),
                    String.valueOf(row.getString("message")),
                    instant(row, "last_head_at"),
                    instant(row, "last_asked_at").orElseThrow()))
        .findOne();
  }
}
