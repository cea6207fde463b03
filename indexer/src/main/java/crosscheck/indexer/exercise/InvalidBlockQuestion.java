package crosscheck.indexer.exercise;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Is there a block that fails by itself, on a check or in decoding? */
final class InvalidBlockQuestion implements Question {

  private static final int MOST = 64;

  /**
   * An input that failed by itself.
   *
   * @param order place of its verdict
   * @param root empty, as is {@code slot}: it does not decode
   * @param slot that the block claims, uint64
   * @param from the nodes that delivered it; may be empty
   */
  private record Bad(
      long order,
      Optional<String> root,
      Optional<String> slot,
      String why,
      Optional<String> from) {}

  @Override
  public Finding look(Target target, View view) {
    long seen = target.seenId();
    List<Bad> found;
    do {
      found = after(seen, view);
      for (Bad bad : found) {
        // A block may claim any slot: what counts is when it came, where that is known.
        Instant at =
            view.live()
                ? view.knownAt(bad.order())
                : view.time()
                    .start(
                        bad.slot()
                            .map(View::bounded)
                            .filter(slot -> slot < Integer.MAX_VALUE)
                            .orElse(view.headSlot()));
        if (view.time().slotAt(at) >= view.startSlot()) {
          return failed(bad, at, view);
        }
        seen = bad.order();
      }
    } while (found.size() == MOST);
    return new Finding.Open("none", seen, 0);
  }

  private static List<Bad> after(long seen, View view) {
    return view.query("exercise_invalid_blocks")
        .bind("after", seen)
        .bind("most", MOST)
        .map(
            (row, context) ->
                new Bad(
                    row.getLong("import_order"),
                    Optional.of(View.root(row, "root")).filter(root -> !root.isEmpty()),
                    Optional.ofNullable(row.getString("slot")),
                    row.getString("failure_function") + ": " + row.getString("failure_message"),
                    Optional.ofNullable(row.getString("seen_from"))))
        .list();
  }

  private static Finding failed(Bad bad, Instant at, View view) {
    String what =
        bad.root()
            .map(
                root -> "block %s of slot %s".formatted(View.brief(root), bad.slot().orElseThrow()))
            .orElse("something that is no block");
    return new Finding.Failed(
        view.time().slotAt(at),
        at,
        "%s%s is invalid: %s"
            .formatted(what, bad.from().map(nodes -> " from " + nodes).orElse(""), bad.why()),
        bad.root().map(root -> List.of(Evidence.block(root, bad.why()))).orElse(List.of()));
  }
}
