package crosscheck.indexer.exercise;

import crosscheck.indexer.follow.Columns;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Does a node see an epoch as finalized? It must say so itself, and what it says must be what our
 * own transition and fork choice find final. Asked of the network, our own finding is enough.
 */
final class FinalizedQuestion implements Question {

  private static final Instant NEVER = Instant.parse("9000-01-01T00:00:00Z");

  /**
   * What a node said.
   *
   * @param since when it was last asked before and said something else, if that was long ago
   * @param ours the verdict with which we found the same checkpoint final
   * @param other the verdict with which we found another one of the same epoch final
   */
  private record Said(
      Instant at,
      Optional<Instant> since,
      long headSlot,
      String epoch,
      String root,
      Optional<Own> ours,
      OptionalLong other,
      String otherRoot) {

    static Said of(ResultSet row) throws SQLException {
      row.getLong("our_order");
      Optional<Own> ours =
          row.wasNull()
              ? Optional.empty()
              : Optional.of(
                  new Own(
                      row.getString("epoch"),
                      View.root(row, "our_block_root"),
                      View.bounded(row.getString("our_slot")),
                      row.getLong("our_order")));
      long other = row.getLong("other_order");
      OptionalLong otherOrder = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(other);
      return new Said(
          row.getObject("observed_at", OffsetDateTime.class).toInstant(),
          View.instant(row, "since"),
          View.bounded(row.getString("head_slot")),
          row.getString("epoch"),
          View.root(row, "root"),
          ours,
          otherOrder,
          View.root(row, "other_root"));
    }
  }

  /**
   * How we found an epoch final.
   *
   * @param slot of the block that did it
   * @param order place of that block's verdict
   */
  private record Own(String epoch, String blockRoot, long slot, long order) {

    /** Since when that could be known; of a chain that is loaded afterwards by its slot. */
    Instant at(View view) {
      return view.live() ? view.knownAt(order) : view.time().start(slot);
    }
  }

  @Override
  public Finding look(Target target, View view) {
    long epoch = target.number("epoch");
    return target.node().isPresent()
        ? ofNode(target.node().get(), epoch, target, view)
        : ofNetwork(epoch, target, view);
  }

  private static Finding ofNetwork(long epoch, Target target, View view) {
    Optional<Own> own =
        view.query("exercise_finalized_by")
            .bind("epoch", BigDecimal.valueOf(epoch))
            .map(
                (row, context) ->
                    new Own(
                        row.getString("epoch"),
                        View.root(row, "block_root"),
                        View.bounded(row.getString("slot")),
                        row.getLong("import_order")))
            .findOne();
    if (own.isPresent()) {
      Instant at = own.get().at(view);
      long slot = view.time().slotAt(at);
      if (slot <= target.deadlineSlot()) {
        return new Finding.Passed(
            slot,
            at,
            "epoch %s finalized by block %s"
                .formatted(own.get().epoch(), View.brief(own.get().blockRoot())));
      }
    }
    return new Finding.Open("our transition: " + ours(target, view), 0, 0);
  }

  private static Finding ofNode(String node, long epoch, Target target, View view) {
    List<Said> reports =
        view.query("exercise_finality_reports")
            .bind("node", node)
            .bind("epoch", BigDecimal.valueOf(epoch))
            .map((row, context) -> Said.of(row))
            .list();
    Optional<Finding.Decided> first =
        reports.stream()
            .flatMap(said -> decided(said, node, target, view))
            .min(Comparator.comparing(Finding.Decided::at));
    if (first.isPresent()) {
      return first.get();
    }
    String trouble = view.trouble(node);
    String progress =
        "says %s; our transition: %s".formatted(says(node, target, view), ours(target, view));
    return new Finding.Open(trouble.isEmpty() ? progress : progress + "; " + trouble, 0, 0);
  }

  /** What follows from one thing that a node said, if it does in time. */
  private static Stream<Finding.Decided> decided(Said said, String node, Target target, View view) {
    NetworkTime time = view.time();
    Instant saidAt = view.live() ? said.at() : time.start(said.headSlot());
    if (said.ours().isPresent()) {
      Own own = said.ours().get();
      // It may say so before the block is there that makes it true.
      Instant both = later(saidAt, own.at(view));
      return inTime(said, own, saidAt, target, view)
          ? Stream.of(
              new Finding.Passed(
                  time.slotAt(both),
                  both,
                  "says epoch %s; so do we, by block %s"
                      .formatted(said.epoch(), View.brief(own.blockRoot()))))
          : Stream.empty();
    }
    if (said.other().isEmpty()) {
      return Stream.empty();
    }
    Instant both = view.live() ? later(saidAt, view.knownAt(said.other().getAsLong())) : saidAt;
    return time.slotAt(both) <= target.deadlineSlot()
        ? Stream.of(
            new Finding.Failed(
                time.slotAt(both),
                both,
                "says that epoch %s is finalized with block %s, and our transition finalizes %s"
                    .formatted(said.epoch(), View.brief(said.root()), View.brief(said.otherRoot())),
                List.of(
                    Evidence.block(said.root(), "finalized by " + node),
                    Evidence.block(said.otherRoot(), "finalized by our transition"))))
        : Stream.empty();
  }

  /**
   * Whether it was so by the deadline, as far as we have asked: after a time in which we did not,
   * it is taken to have been so since then.
   */
  private static boolean inTime(Said said, Own own, Instant saidAt, Target target, View view) {
    long deadline = target.deadlineSlot();
    NetworkTime time = view.time();
    if (time.slotAt(later(saidAt, own.at(view))) <= deadline) {
      return true;
    }
    return view.live()
        && time.slotAt(said.since().orElse(saidAt)) <= deadline
        && time.slotAt(saidAt) <= view.lastSlotAsked(deadline)
        && own.slot() <= deadline
        && !own.at(view).isAfter(saidAt);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** What the node said last before the deadline. */
  private static String says(String node, Target target, View view) {
    return view.query("exercise_said_finalized")
        .bind("node", node)
        .bind("until", until(target, view))
        .map(
            (row, context) ->
                row.getString("epoch") == null
                    ? "nothing of finality"
                    : "epoch " + row.getString("epoch"))
        .findOne()
        .orElse("nothing yet");
  }

  private static String ours(Target target, View view) {
    return "epoch "
        + view.query("exercise_finalized_now")
            .bind("until_slot", BigDecimal.valueOf(target.deadlineSlot()))
            .bind("until", until(target, view))
            .mapTo(String.class)
            .findOne()
            .orElse("0");
  }

  /** What comes later does not count. */
  private static OffsetDateTime until(Target target, View view) {
    return Columns.at(view.live() ? view.time().end(target.deadlineSlot()) : NEVER);
  }
}
