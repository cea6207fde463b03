package crosscheck.indexer.exercise;

import crosscheck.indexer.exercise.GoalKind.Standing;
import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Events;
import crosscheck.indexer.follow.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * One look at one exercise, within one transaction: decides what can be decided.
 *
 * <p>Goals are decided when they are reached, or when their deadline is over. The last of them ends
 * the exercise; what has held until then, passes.
 */
final class Evaluation {

  private final Handle handle;
  private final Instant now;
  private final View.Exercise exercise;
  private final View view;
  private final Events events;
  private boolean decided;

  private Evaluation(Handle handle, Instant now, View.Exercise exercise) {
    this.handle = handle;
    this.now = now;
    this.exercise = exercise;
    this.view = View.of(handle, exercise, now);
    this.events = new Events(handle);
  }

  /** Looks at an exercise, unless it has ended. */
  static void look(Handle handle, long id, Instant now) {
    handle
        .createQuery(Sql.named("exercise_to_judge"))
        .bind("id", id)
        .map((row, context) -> View.Exercise.of(row))
        .findOne()
        .ifPresent(exercise -> new Evaluation(handle, now, exercise).look());
  }

  private void look() {
    List<Target> open =
        handle
            .createQuery(Sql.named("exercise_goals_open"))
            .bind("exercise_id", exercise.id())
            .map((row, context) -> Target.of(row))
            .list();
    of(open, Standing.GOAL).forEach(this::goal);
    OptionalLong end = endSlot();
    of(open, Standing.CONDITION).forEach(condition -> condition(condition, end));
    if (decided) {
      handle.createUpdate(Sql.named("exercise_counts")).bind("id", exercise.id()).execute();
    }
    end.ifPresent(this::endWhenAllIsDecided);
    events.write();
  }

  private static Stream<Target> of(List<Target> targets, Standing standing) {
    return targets.stream().filter(target -> target.kind().standing() == standing);
  }

  private void goal(Target target) {
    long deadline = target.deadlineSlot();
    boolean over =
        target
            .node()
            .map(node -> view.overFor(node, deadline))
            .orElseGet(() -> view.over(deadline));
    Finding finding = Question.of(target.kind()).look(target, view);
    if (over && finding instanceof Finding.Open open) {
      finding =
          new Finding.Failed(
              deadline,
              view.time().end(deadline),
              "not by the end of slot %d: %s".formatted(deadline, open.progress()),
              target.node().map(n -> List.of(Evidence.node(n, "what it said"))).orElse(List.of()));
    }
    write(target, finding);
  }

  /** The slot with which the exercise ends; empty while that is open. */
  private OptionalLong endSlot() {
    record Decisions(long goals, long pending, long lastSlot) {}
    Decisions decisions =
        handle
            .createQuery(Sql.named("exercise_decisions"))
            .bind("exercise_id", exercise.id())
            .map(
                (row, context) ->
                    new Decisions(
                        row.getLong("goals"), row.getLong("pending"), row.getLong("last_slot")))
            .one();
    if (decisions.goals() == 0) {
      return OptionalLong.of(exercise.deadlineSlot());
    }
    return decisions.pending() > 0 ? OptionalLong.empty() : OptionalLong.of(decisions.lastSlot());
  }

  private void condition(Target target, OptionalLong end) {
    // What it is asked about ends with the exercise.
    Target bounded = end.isPresent() ? target.until(end.getAsLong()) : target;
    Finding finding = Question.of(target.kind()).look(bounded, view);
    if (finding instanceof Finding.Failed failed
        && (failed.slot() > bounded.deadlineSlot()
            || (end.isEmpty() && !view.over(failed.slot())))) {
      // The exercise may yet turn out to have ended before.
      finding = new Finding.Open(target.progress().orElse(""), target.seenId(), target.seenCount());
    }
    if (finding instanceof Finding.Open open && end.isPresent() && view.over(end.getAsLong())) {
      finding =
          new Finding.Passed(end.getAsLong(), view.time().end(end.getAsLong()), open.progress());
    }
    write(target, finding);
  }

  private void write(Target target, Finding finding) {
    if (finding instanceof Finding.Open open) {
      handle
          .createUpdate(Sql.named("exercise_progress"))
          .bind("exercise_id", exercise.id())
          .bind("position", target.position())
          .bind("progress", open.progress())
          .bind("seen_id", open.seenId())
          .bind("seen_count", open.seenCount())
          .execute();
    } else if (finding instanceof Finding.Passed passed) {
      decide(
          target,
          "passed",
          passed.slot(),
          passed.at(),
          passed.progress(),
          Optional.empty(),
          List.of());
    } else if (finding instanceof Finding.Failed failed) {
      decide(
          target,
          "failed",
          failed.slot(),
          failed.at(),
          target.progress().orElse(""),
          Optional.of(failed.reason()),
          failed.evidence());
    }
  }

  private void decide(
      Target target,
      String state,
      long slot,
      Instant at,
      String progress,
      Optional<String> reason,
      List<Evidence> evidence) {
    handle
        .createUpdate(Sql.named("exercise_decided"))
        .bind("exercise_id", exercise.id())
        .bind("position", target.position())
        .bind("state", state)
        .bind("slot", slot)
        .bind("decided_at", Columns.at(at))
        .bind("progress", progress)
        .bind("reason", reason)
        .bind("evidence", Columns.json(evidence.stream().map(Evidence::plain).toList()))
        .execute();
    decided = true;
    events.add(
        now,
        state.equals("passed") ? "goal_passed" : "goal_failed",
        OptionalLong.empty(),
        "exercise_id",
        Long.toString(exercise.id()),
        "goal",
        target.goal(),
        "node",
        target.node().orElse(null),
        "words",
        target.words(),
        "slot",
        Long.toString(slot),
        "reason",
        reason.orElse(null));
  }

  private void endWhenAllIsDecided(long end) {
    boolean open =
        handle
                .createQuery(Sql.named("exercise_goals_open"))
                .bind("exercise_id", exercise.id())
                .mapToMap()
                .list()
                .size()
            > 0;
    if (open) {
      return;
    }
    record Result(String state, long passed, long failed) {}
    Result result =
        handle
            .createQuery(Sql.named("exercise_ended"))
            .bind("id", exercise.id())
            .bind("ended_at", Columns.at(view.time().end(end)))
            .bind("end_slot", end)
            .map(
                (row, context) ->
                    new Result(
                        row.getString("state"),
                        row.getLong("passed_count"),
                        row.getLong("failed_count")))
            .one();
    events.add(
        now,
        "exercise_ended",
        OptionalLong.empty(),
        "exercise_id",
        Long.toString(exercise.id()),
        "name",
        exercise.name(),
        "exercise",
        exercise.tag(),
        "state",
        result.state(),
        "slot",
        Long.toString(end),
        "passed",
        result.passed(),
        "failed",
        result.failed());
  }
}
