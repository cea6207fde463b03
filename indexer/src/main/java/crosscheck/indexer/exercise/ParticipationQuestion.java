package crosscheck.indexer.exercise;

import java.util.List;

/**
 * Do enough vote for the right target, in each epoch? An epoch counts when its last attestations
 * can have been included, and its chain is finalized, or the exercise is at its end.
 */
final class ParticipationQuestion implements Question {

  private static final double BASIS_POINTS = 10_000;

  private record Epoch(long epoch, double target, boolean decided) {}

  @Override
  public Finding look(Target target, View view) {
    double least = Double.parseDouble(target.limits().get("least"));
    long from =
        Math.max(
            view.time().epochOf(view.firstSlot(target) + view.time().slotsPerEpoch() - 1),
            target.seenId());
    boolean closing = view.over(target.deadlineSlot());
    // At the end it is the chain of then, whatever has come since.
    OurHeads.Head head =
        closing && view.live() ? view.headAtEndOf(target.deadlineSlot()) : view.head();
    List<Epoch> epochs =
        view.query("exercise_epochs")
            .bind("head_fork", head.fork())
            .bind("head_slot", head.slot())
            .bind("after", from - 1)
            .map(
                (row, context) ->
                    new Epoch(
                        row.getLong("epoch"),
                        row.getBigDecimal("target").doubleValue(),
                        row.getBoolean("decided")))
            .list();
    long next = from;
    // Kept as what was missing, so that nothing seen yet is 0.
    long worst = target.seenCount();
    for (Epoch epoch : epochs) {
      if (!epoch.decided() && !closing) {
        break;
      }
      next = epoch.epoch() + 1;
      worst = Math.max(worst, Math.round(BASIS_POINTS * (1 - epoch.target())));
      if (epoch.target() < least) {
        long slot = new Moment(Moment.Unit.EPOCH, epoch.epoch() + 2).firstSlot(view.time());
        return new Finding.Failed(
            slot,
            view.time().start(slot),
            "in epoch %d %s %% of the balance voted for the right target"
                .formatted(epoch.epoch(), Goal.percent(epoch.target())),
            List.of(
                new Evidence("epoch", Long.toString(epoch.epoch()), "participation by validator")));
      }
    }
    String progress =
        next == from && worst == 0
            ? "no epoch counted yet"
            : "at least %s %%".formatted(Goal.percent(1 - worst / BASIS_POINTS));
    return new Finding.Open(progress, next, worst);
  }
}
