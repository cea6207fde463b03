package crosscheck.indexer.alert;

import crosscheck.indexer.follow.Sql;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Too little stake voted for the target of an epoch, on the chain of our head. */
record ParticipationLow(Options options) implements Rule.OfState {

  private record Votes(long epoch, double target, double source, double head) {}

  @Override
  public List<Condition> holding(Look look) {
    Optional<Votes> votes =
        look.handle()
            .createQuery(Sql.named("alert_participation"))
            .map(
                (row, context) ->
                    new Votes(
                        row.getLong("epoch"),
                        row.getDouble("target"),
                        row.getDouble("source"),
                        row.getDouble("head")))
            .findOne();
    return votes.filter(v -> low(v, look)).map(v -> List.of(condition(v))).orElse(List.of());
  }

  private boolean low(Votes votes, Look look) {
    double limit = options.fraction("warning");
    double margin = look.open().containsKey("chain") ? options.fraction("margin") : 0;
    return votes.target() < limit + margin;
  }

  private Condition condition(Votes votes) {
    boolean critical = votes.target() < options.fraction("critical");
    String title =
        "Only %s of the stake voted for the target of epoch %d%s"
            .formatted(
                percent(votes.target()),
                votes.epoch(),
                critical ? ": too little to justify anything" : "");
    Map<String, Object> details =
        Map.of(
            "epoch", Long.toString(votes.epoch()),
            "target", percent(votes.target()),
            "source", percent(votes.source()),
            "head", percent(votes.head()));
    Severity severity = critical ? Severity.CRITICAL : Severity.WARNING;
    return Condition.of("chain", severity, title, details);
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
  }
}
