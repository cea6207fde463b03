package crosscheck.cli;

import crosscheck.api.ExerciseControl;
import crosscheck.indexer.exercise.ExerciseBook;
import crosscheck.indexer.exercise.Scenario;
import crosscheck.settings.Value;

/** Exercises as the API begins them. */
record BegunExercises(ExerciseBook book) implements ExerciseControl {

  @Override
  public Checked check(String scenario) {
    Scenario read = Scenario.read(Value.parse("body", scenario));
    return () -> outcome(book.beginAlone(read));
  }

  private static Outcome outcome(ExerciseBook.Attempt attempt) {
    if (!attempt.strangers().isEmpty()) {
      return new Outcome.Strangers(attempt.strangers());
    }
    return attempt.begun()
        ? new Outcome.Begun(attempt.id())
        : new Outcome.AnotherRuns(attempt.id());
  }
}
