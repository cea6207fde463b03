package crosscheck.indexer.exercise;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Do two branches grow side by side for too long? The depth of a fork is counted from the common
 * block to the tip of the branch that ends first, so that it does not matter which one wins.
 */
final class DeepForkQuestion implements Question {

  /** A split that is too deep, and when it became so. */
  private record Deep(ForkTree.Split split, Instant at) {}

  @Override
  public Finding look(Target target, View view) {
    long most = target.number("most_slots");
    Optional<Deep> first =
        view.forks().deeperThan(most).stream()
            .map(split -> new Deep(split, since(split, most, view)))
            .filter(deep -> view.time().slotAt(deep.at()) >= view.startSlot())
            .min(Comparator.comparing(Deep::at));
    if (first.isEmpty()) {
      long deepest = view.forks().deepest();
      return new Finding.Open(
          deepest == 0 ? "none" : "deepest so far: " + Goal.slots(deepest), 0, deepest);
    }
    ForkTree.Split split = first.get().split();
    return new Finding.Failed(
        view.time().slotAt(first.get().at()),
        first.get().at(),
        "two branches left slot %d, and both went on for more than %s"
            .formatted(split.baseSlot(), Goal.slots(most)),
        List.of(
            new Evidence(
                "fork",
                Integer.toString(split.fork()),
                "began after slot %d".formatted(split.baseSlot()))));
  }

  /** When the second of the two branches had come so far. */
  private static Instant since(ForkTree.Split split, long most, View view) {
    long above = split.baseSlot() + most;
    if (!view.live()) {
      return view.time().start(above + 1);
    }
    Instant one = view.knownAt(firstBeyond(split.branch(), above, view));
    Instant other = view.knownAt(firstBeyond(split.others(), above, view));
    return one.isAfter(other) ? one : other;
  }

  private static long firstBeyond(Set<Integer> forks, long slot, View view) {
    return view.query("exercise_first_beyond")
        .bind("forks", forks.toArray(Integer[]::new))
        .bind("above", slot)
        .mapTo(Long.class)
        .one();
  }
}
