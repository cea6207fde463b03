package crosscheck.indexer.exercise;

import java.time.Instant;
import java.util.List;

/** Has anybody done what one can be slashed for? */
final class OffenceQuestion implements Question {

  private static final int MOST = 64;

  /**
   * An offence.
   *
   * @param slot of the later one of its two blocks
   * @param order place of the verdict with which both were known
   */
  private record Found(
      long id,
      String kind,
      String validators,
      long slot,
      String first,
      String second,
      long order) {}

  @Override
  public Finding look(Target target, View view) {
    long seen = target.seenId();
    List<Found> offences;
    do {
      offences = after(seen, view);
      for (Found offence : offences) {
        if (offence.slot() >= view.startSlot()) {
          return failed(offence, view);
        }
        seen = offence.id();
      }
    } while (offences.size() == MOST);
    return new Finding.Open("none", seen, 0);
  }

  private static List<Found> after(long seen, View view) {
    return view.query("exercise_offences")
        .bind("after", seen)
        .bind("most", MOST)
        .map(
            (row, context) ->
                new Found(
                    row.getLong("id"),
                    row.getString("kind"),
                    row.getString("validators").replaceAll("[{}]", "").replace(",", ", "),
                    View.bounded(row.getString("slot")),
                    View.root(row, "first_root"),
                    View.root(row, "second_root"),
                    row.getLong("import_order")))
        .list();
  }

  private static Finding failed(Found offence, View view) {
    String what = offence.kind().replace('_', ' ');
    Instant at = view.live() ? view.knownAt(offence.order()) : view.time().start(offence.slot());
    return new Finding.Failed(
        view.time().slotAt(at),
        at,
        "%s by validator %s".formatted(what, offence.validators()),
        evidence(offence, what));
  }

  /** One block when a slashing in it is all that tells of the offence. */
  private static List<Evidence> evidence(Found offence, String what) {
    Evidence itself = new Evidence("offence", Long.toString(offence.id()), what);
    return offence.first().equals(offence.second())
        ? List.of(itself, Evidence.block(offence.first(), "carries the slashing"))
        : List.of(
            itself,
            Evidence.block(offence.first(), "first block"),
            Evidence.block(offence.second(), "second block"));
  }
}
