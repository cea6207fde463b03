package crosscheck.indexer.exercise;

import crosscheck.indexer.follow.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a node stood, and where the chain, at each moment that counts: whenever it told of another
 * head, and at the beginning of each slot in which it stood there still. That it did is known when
 * it said the same later, or did not answer later; between two answers that differ it is known
 * until it was last asked before the second ({@code node_heads} has a row for that). Moments in
 * between, when we did not ask, are left out.
 *
 * <p>All of it comes from what is stored and when that came in, so that it does not matter when or
 * how often somebody looks. Of a chain that is loaded afterwards there are no such times: there
 * each head that the node told of is compared with all of the chain, in the slot of that head.
 */
final class Sightings {

  private static final int UNKNOWN_FOR_SLOTS = 2;
  private static final int MOST = 256;

  /**
   * A node at a moment.
   *
   * @param since when it was last asked before, and stood elsewhere, if it was not asked for some
   *     time; else that moment
   * @param slot of that moment
   * @param onOurChain slot of the last block that the node's head has in common with our chain of
   *     then; 0 when the head is invalid
   * @param chainSlot slot of the last block on our chain of then, of the slots that were over
   * @param invalidRoot the invalid block that its head builds on; empty when it is valid
   */
  record Sighting(
      Instant at, Instant since, long slot, long onOurChain, long chainSlot, String invalidRoot) {

    long behind() {
      return Math.max(0, chainSlot - onOurChain);
    }
  }

  private record Row(
      long id,
      Instant at,
      long headSlot,
      String resolution,
      int fork,
      String invalidRoot,
      boolean repeats,
      Optional<Instant> headReceivedAt) {

    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getLong("id"),
          row.getObject("observed_at", OffsetDateTime.class).toInstant(),
          View.bounded(row.getString("head_slot")),
          row.getString("resolution"),
          row.getInt("fork_id"),
          View.root(row, "invalid_root"),
          row.getBoolean("repeats"),
          View.instant(row, "head_received_at"));
    }
  }

  private final View view;
  private final Duration patience;
  private final List<Sighting> found = new ArrayList<>();

  /** Where it stands by the rows that are taken. */
  private Optional<Row> stand = Optional.empty();

  /** Since when it is known to stand there without a gap; empty after the last moment known. */
  private Optional<Instant> since = Optional.empty();

  /** Until when it is known to have stood there, when there is a row for that. */
  private Optional<Instant> closed = Optional.empty();

  private Optional<OurHeads> ours = Optional.empty();

  private Sightings(View view) {
    this.view = view;
    this.patience = Duration.ofSeconds(UNKNOWN_FOR_SLOTS * view.time().secondsPerSlot());
  }

  /**
   * Of a node, as far as is known what its heads are.
   *
   * @param node its name
   * @param from id of the row of {@code node_heads} to begin with
   * @param closing whether no block is waited for any more
   */
  static Sightings of(String node, long from, boolean closing, View view) {
    Sightings sightings = new Sightings(view);
    sightings.read(node, from, closing);
    return sightings;
  }

  /** In order. */
  List<Sighting> list() {
    return found;
  }

  /** Id of the row with which to begin the next time; the given one when nothing was said since. */
  long seenId(long before) {
    return stand.map(Row::id).orElse(before);
  }

  /** Whether the node has said anything. */
  boolean heard() {
    return stand.isPresent();
  }

  private void read(String node, long from, boolean closing) {
    long next = from;
    List<Row> rows;
    do {
      rows = rows(node, next);
      for (Row row : rows) {
        if (row.at().isAfter(view.settledUntil()) || mayStillCome(row, closing)) {
          until(earlier(lastKnownBefore(row), view.settledUntil()));
          return;
        }
        take(row);
        next = row.id() + 1;
      }
    } while (rows.size() == MOST);
    // When it answers again after it did not, it says the same: there is no other row.
    since = since.or(() -> closed);
    view.lastAnswerOf(node).ifPresent(last -> until(earlier(last, view.settledUntil())));
  }

  private List<Row> rows(String node, long from) {
    List<Row> rows =
        view.query("exercise_node_reports")
            .bind("node", node)
            .bind("from", from)
            .bind("since", Columns.at(view.time().start(view.startSlot())))
            .bind("most", MOST)
            .map((row, context) -> Row.of(row))
            .list();
    if (ours.isEmpty() && !rows.isEmpty()) {
      ours = Optional.of(new OurHeads(view, rows.get(0).at()));
    }
    return rows;
  }

  private boolean mayStillCome(Row row, boolean closing) {
    return row.resolution().equals("new")
        || (row.resolution().equals("waiting")
            && !closing
            && (row.headReceivedAt().isPresent()
                ? inTime(row)
                : row.at().plus(patience).isAfter(view.settledUntil())));
  }

  /** A block that nobody has for so long says nothing of where the node stands. */
  private boolean inTime(Row row) {
    return row.headReceivedAt().map(at -> !at.isAfter(row.at().plus(patience))).orElse(true);
  }

  private void take(Row row) {
    boolean known =
        (row.resolution().equals("valid") || row.resolution().equals("invalid")) && inTime(row);
    if (row.repeats()) {
      until(row.at());
      closed = Optional.of(row.at());
      since = Optional.empty();
    } else if (known) {
      until(lastKnownBefore(row));
      Instant elsewhere = since.isEmpty() ? closed.orElse(row.at()) : row.at();
      stand = Optional.of(row);
      since = Optional.of(row.at());
      found.add(at(row.at(), elsewhere));
    } else if (since.isEmpty()) {
      // It answers again, with what nobody knows: it stands where it stood.
      since = Optional.of(row.at());
    }
  }

  /**
   * Until when it is known to have stood where it did, by the row with which it is known to stand
   * elsewhere. Where no row says how long it did, either it was asked in this same slot, or its
   * head is of the slot before.
   */
  private Instant lastKnownBefore(Row next) {
    long slot = view.time().slotAt(next.at());
    boolean recent = stand.isPresent() && stand.get().headSlot() >= slot - 1;
    return recent && !next.repeats() ? view.time().start(slot).minusNanos(1) : next.at();
  }

  /** It stood there until then: takes the beginnings of slots. */
  private void until(Instant end) {
    if (stand.isEmpty() || since.isEmpty() || !view.live()) {
      return;
    }
    long last = view.time().slotAt(end);
    for (long slot = view.time().slotAt(since.get()) + 1; slot <= last; slot++) {
      Instant start = view.time().start(slot);
      found.add(at(start, start));
    }
    since = Optional.of(end.isAfter(since.get()) ? end : since.get());
  }

  private Sighting at(Instant time, Instant elsewhere) {
    Row row = stand.orElseThrow();
    if (!view.live()) {
      Instant said = view.time().start(row.headSlot());
      return new Sighting(
          said, said, row.headSlot(), common(row, view.head()), view.headSlot(), row.invalidRoot());
    }
    long slot = view.time().slotAt(time);
    OurHeads.Head head = ours.orElseThrow().at(time);
    long chain = head.slot() < slot ? head.slot() : view.lastSlotBelow(slot, head);
    return new Sighting(time, elsewhere, slot, common(row, head), chain, row.invalidRoot());
  }

  private long common(Row row, OurHeads.Head head) {
    return row.invalidRoot().isEmpty()
        ? view.forks().commonSlot(row.fork(), row.headSlot(), head.fork(), head.slot())
        : 0;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
