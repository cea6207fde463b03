package crosscheck.indexer.exercise;

import java.util.List;

/** Has anybody done what one can be slashed for? */
final class OffenceQuestion implements Question {

  private record Found(
      long id, String kind, String validators, long slot, String first, String second) {}

  @Override
  public Finding look(Target target, View view) {
    List<Found> offences =
        view.query("exercise_offences")
            .bind("after", target.seenId())
            .map(
                (row, context) ->
                    new Found(
                        row.getLong("id"),
                        row.getString("kind"),
                        row.getString("validators").replaceAll("[{}]", "").replace(",", ", "),
                        row.getLong("slot"),
                        View.root(row, "first_root"),
                        View.root(row, "second_root")))
            .list();
    long seen = target.seenId();
    for (Found offence : offences) {
      seen = offence.id();
      if (offence.slot() >= view.startSlot()) {
        String what = offence.kind().replace('_', ' ');
        return new Finding.Failed(
            offence.slot(),
            view.time().start(offence.slot()),
            "%s by validator %s".formatted(what, offence.validators()),
            List.of(
                new Evidence("offence", Long.toString(offence.id()), what),
                Evidence.block(offence.first(), "first block"),
                Evidence.block(offence.second(), "second block")));
      }
    }
    return new Finding.Open("none", seen, 0);
  }
}
