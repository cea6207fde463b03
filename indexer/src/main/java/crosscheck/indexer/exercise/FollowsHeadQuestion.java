package crosscheck.indexer.exercise;

import java.time.Instant;
import java.util.List;

/**
 * Is a node ever too far behind the head, at any of its {@link Sightings}? It stands where it said
 * last while it says the same, or does not answer; meanwhile the chain grows. What is on another
 * branch than ours does not count: from where it left our chain the node does not follow it.
 */
final class FollowsHeadQuestion implements Question {

  @Override
  public Finding look(Target target, View view) {
    String node = target.node().orElseThrow();
    boolean closing = view.over(target.deadlineSlot());
    Sightings sightings = Sightings.of(node, target.seenId(), closing, view);
    if (!sightings.heard()) {
      return closing && view.firstSlot(target) <= target.deadlineSlot()
          ? neverHeard(target, view)
          : new Finding.Open(view.trouble(node), 0, 0);
    }
    List<Sightings.Sighting> counted = sightings.list();
    if (!view.live()) {
      // What it said last of a chain that is loaded afterwards is about all of it.
      counted = closing ? counted.subList(counted.size() - 1, counted.size()) : List.of();
    }
    long worst = target.seenCount();
    for (Sightings.Sighting sighting : counted) {
      if (sighting.slot() > target.deadlineSlot() && view.live()) {
        break;
      }
      if (sighting.slot() >= view.firstSlot(target)) {
        if (sighting.behind() > target.number("within_slots")) {
          return failed(sighting, target, view);
        }
        worst = Math.max(worst, sighting.behind());
      }
    }
    return new Finding.Open(
        "at most %s behind".formatted(Goal.slots(worst)), sightings.seenId(target.seenId()), worst);
  }

  private static Finding neverHeard(Target target, View view) {
    long slot = target.deadlineSlot();
    return new Finding.Failed(
        slot, view.time().end(slot), "it never told of any head", evidence("", target));
  }

  private static Finding failed(Sightings.Sighting sighting, Target target, View view) {
    long within = target.number("within_slots");
    long slot = sighting.slot();
    Instant at = sighting.at();
    if (!view.live()) {
      // It is a slot too far behind once the slot of the block that it lacks is over.
      slot =
          Math.max(
              view.firstSlotAbove(sighting.onOurChain() + within).orElseThrow() + 1,
              target.number("from_slot"));
      at = view.time().start(slot);
    }
    String where =
        sighting.invalidRoot().isEmpty()
            ? "stood at slot %d of our chain".formatted(sighting.onOurChain())
            : "built on the invalid block " + View.brief(sighting.invalidRoot());
    return new Finding.Failed(
        slot,
        at,
        "%s when the chain had a block more than %s ahead".formatted(where, Goal.slots(within)),
        evidence(sighting.invalidRoot(), target));
  }

  private static List<Evidence> evidence(String invalidRoot, Target target) {
    String node = target.node().orElseThrow();
    return invalidRoot.isEmpty()
        ? List.of(Evidence.node(node, "head and lag over time"))
        : List.of(Evidence.block(invalidRoot, "invalid, and built on by " + node));
  }
}
