package crosscheck.indexer.exercise;

import java.util.List;
import java.util.Optional;

/**
 * Do two branches grow side by side for too long? The depth of a fork is counted from the common
 * block to the tip of the branch that ends first, so that it does not matter which one wins.
 */
final class DeepForkQuestion implements Question {

  @Override
  public Finding look(Target target, View view) {
    long most = target.number("most_slots");
    Optional<ForkTree.Split> split = view.forks().deeperThan(most);
    if (split.isEmpty()) {
      long deepest = view.forks().deepest();
      return new Finding.Open(
          deepest == 0 ? "none" : "deepest so far: " + Goal.slots(deepest), 0, deepest);
    }
    ForkTree.Split found = split.get();
    long slot = found.baseSlot() + most + 1;
    return new Finding.Failed(
        slot,
        view.time().start(slot),
        "two branches left slot %d, and both went on for more than %s"
            .formatted(found.baseSlot(), Goal.slots(most)),
        List.of(
            new Evidence(
                "fork",
                Integer.toString(found.fork()),
                "began after slot %d".formatted(found.baseSlot()))));
  }
}
