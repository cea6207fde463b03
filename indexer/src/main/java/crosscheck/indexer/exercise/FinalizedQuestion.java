package crosscheck.indexer.exercise;

import crosscheck.indexer.follow.Columns;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Does a node see an epoch as finalized? It must say so itself, and what it says must be what our
 * own transition and fork choice find final. Asked of the network, our own finding is enough.
 */
final class FinalizedQuestion implements Question {

  private static final Instant NEVER = Instant.parse("9000-01-01T00:00:00Z");

  /**
   * What a node said.
   *
   * @param ours whether we find the same checkpoint final
   * @param other a checkpoint of the same epoch that we find final instead
   */
  private record Said(
      Instant at, long headSlot, String epoch, String root, boolean ours, String other) {}

  /** The block with which we found an epoch final. */
  private record Own(String epoch, String blockRoot, long slot) {}

  @Override
  public Finding look(Target target, View view) {
    long epoch = target.number("epoch");
    Optional<Own> own =
        view.query("exercise_finalized_by")
            .bind("epoch", BigDecimal.valueOf(epoch))
            .map(
                (row, context) ->
                    new Own(
                        row.getString("epoch"), View.root(row, "block_root"), row.getLong("slot")))
            .findOne();
    return target.node().isPresent()
        ? ofNode(target.node().get(), epoch, own, target, view)
        : ofNetwork(own, target, view);
  }

  private static Finding ofNetwork(Optional<Own> own, Target target, View view) {
    if (own.isPresent() && own.get().slot() <= target.deadlineSlot()) {
      return new Finding.Passed(
          own.get().slot(),
          view.time().start(own.get().slot()),
          "epoch %s finalized by block %s"
              .formatted(own.get().epoch(), View.brief(own.get().blockRoot())));
    }
    return new Finding.Open("our transition: " + ours(target, view), 0, 0);
  }

  private static Finding ofNode(
      String node, long epoch, Optional<Own> own, Target target, View view) {
    List<Said> reports =
        view.query("exercise_finality_reports")
            .bind("node", node)
            .bind("epoch", BigDecimal.valueOf(epoch))
            .map(
                (row, context) ->
                    new Said(
                        row.getObject("observed_at", OffsetDateTime.class).toInstant(),
                        row.getLong("head_slot"),
                        row.getString("epoch"),
                        View.root(row, "root"),
                        row.getBoolean("ours"),
                        View.root(row, "other_root")))
            .list();
    for (Said said : reports) {
      long slot = view.slotOf(said.at(), said.headSlot());
      if (said.ours() && own.isPresent()) {
        // It may say so before the block is there that makes it true.
        long both = Math.max(slot, own.get().slot());
        if (both <= target.deadlineSlot()) {
          return new Finding.Passed(
              both,
              view.live() ? said.at() : view.time().start(both),
              "says epoch %s; so do we, by block %s"
                  .formatted(said.epoch(), View.brief(own.get().blockRoot())));
        }
      } else if (!said.other().isEmpty() && slot <= target.deadlineSlot()) {
        return new Finding.Failed(
            slot,
            view.live() ? said.at() : view.time().start(slot),
            "says that epoch %s is finalized with block %s, and our transition finalizes %s"
                .formatted(said.epoch(), View.brief(said.root()), View.brief(said.other())),
            List.of(
                Evidence.block(said.root(), "finalized by " + node),
                Evidence.block(said.other(), "finalized by our transition")));
      }
    }
    String trouble = view.trouble(node);
    String progress =
        "says %s; our transition: %s".formatted(says(node, target, view), ours(target, view));
    return new Finding.Open(trouble.isEmpty() ? progress : progress + "; " + trouble, 0, 0);
  }

  /** What the node said last before the deadline. */
  private static String says(String node, Target target, View view) {
    return view.query("exercise_said_finalized")
        .bind("node", node)
        .bind("until", Columns.at(view.live() ? view.time().end(target.deadlineSlot()) : NEVER))
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
            .mapTo(String.class)
            .findOne()
            .orElse("0");
  }
}
