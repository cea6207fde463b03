package crosscheck.indexer.exercise;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Is there a block that fails by itself, on a check or in decoding? */
final class InvalidBlockQuestion implements Question {

  private record Bad(
      long order,
      boolean decoded,
      Instant receivedAt,
      String root,
      String slot,
      String why,
      String from) {}

  @Override
  public Finding look(Target target, View view) {
    List<Bad> found =
        view.query("exercise_invalid_blocks")
            .bind("after", target.seenId())
            .map(
                (row, context) ->
                    new Bad(
                        row.getLong("import_order"),
                        row.getString("slot") != null,
                        row.getObject("received_at", OffsetDateTime.class).toInstant(),
                        View.root(row, "root"),
                        row.getString("slot"),
                        row.getString("failure_function") + ": " + row.getString("failure_message"),
                        row.getString("seen_from")))
            .list();
    long seen = target.seenId();
    for (Bad bad : found) {
      seen = bad.order();
      // A block may claim any slot: what counts is when it came, where that is known.
      long slot =
          view.live()
              ? view.time().slotAt(bad.receivedAt())
              : bad.decoded() && bad.slot().length() < 10
                  ? Long.parseLong(bad.slot())
                  : view.headSlot();
      if (slot >= view.startSlot()) {
        String what =
            bad.decoded()
                ? "block %s of slot %s".formatted(View.brief(bad.root()), bad.slot())
                : "something that is no block";
        String from = bad.from() == null ? "" : " from " + bad.from();
        return new Finding.Failed(
            slot,
            view.live() ? bad.receivedAt() : view.time().start(slot),
            "%s%s is invalid: %s".formatted(what, from, bad.why()),
            bad.decoded() ? List.of(Evidence.block(bad.root(), bad.why())) : List.of());
      }
    }
    return new Finding.Open("none", seen, 0);
  }
}
