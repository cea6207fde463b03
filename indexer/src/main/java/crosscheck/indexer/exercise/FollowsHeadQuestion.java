package crosscheck.indexer.exercise;

import java.time.Instant;
import java.util.List;

/**
 * Is a node ever too far behind the head? It stands where it said last, until it says something
 * else; meanwhile the chain grows. What is on another branch than ours does not count: from where
 * it left our chain the node does not follow it.
 */
final class FollowsHeadQuestion implements Question {

  @Override
  public Finding look(Target target, View view) {
    String node = target.node().orElseThrow();
    HeadReports.Report last = new HeadReports.Report(0, Instant.EPOCH, 0, 0, "");
    long worst = target.seenCount();
    HeadReports reports = HeadReports.from(target.seenId(), node, view);
    for (HeadReports.Report next : reports.list()) {
      // With the one seen last a look goes on; what came before it is decided.
      if (view.live() && next.id() > target.seenId()) {
        Stretch stretch = new Stretch(last, view.time().slotAt(next.at()));
        worst = Math.max(worst, stretch.lag(view, target));
        if (stretch.tooFar(view, target)) {
          return stretch.failed(view, target, node);
        }
      }
      last = next;
    }
    if (!reports.more() && (view.live() || view.over(target.deadlineSlot()))) {
      Stretch open =
          new Stretch(
              last, view.live() ? view.time().slotAt(reports.until()) : view.headSlot() + 1);
      worst = Math.max(worst, open.lag(view, target));
      if (open.tooFar(view, target)) {
        return open.failed(view, target, node);
      }
    }
    String progress = "at most %s behind".formatted(Goal.slots(worst));
    return new Finding.Open(last.id() == 0 ? view.trouble(node) : progress, last.id(), worst);
  }

  /**
   * The time in which the node stood at one head.
   *
   * @param until the slot in which it ended
   */
  private record Stretch(HeadReports.Report head, long until) {

    /** How far the node was behind when the stretch ended; 0 before it counts. */
    long lag(View view, Target target) {
      if (until < target.number("from_slot")) {
        return 0;
      }
      long reached = Math.max(0, view.chainSlots(until, head.onOurChain()).last());
      return Math.max(0, reached - head.onOurChain());
    }

    boolean tooFar(View view, Target target) {
      return lag(view, target) > target.number("within_slots");
    }

    Finding failed(View view, Target target, String node) {
      long within = target.number("within_slots");
      // It is a slot too far behind once the slot of the block it lacks is over.
      long missed = view.chainSlots(until, head.onOurChain() + within).next().orElse(until - 1) + 1;
      long slot = Math.max(missed, target.number("from_slot"));
      String where =
          head.id() == 0
              ? "had not told of any head"
              : head.invalidRoot().isEmpty()
                  ? "stood at slot %d of our chain".formatted(head.onOurChain())
                  : "built on the invalid block " + View.brief(head.invalidRoot());
      return new Finding.Failed(
          slot,
          view.time().start(slot),
          "%s when the chain had a block more than %s ahead".formatted(where, Goal.slots(within)),
          head.invalidRoot().isEmpty()
              ? List.of(Evidence.node(node, "head and lag over time"))
              : List.of(Evidence.block(head.invalidRoot(), "invalid, and built on by " + node)));
    }
  }
}
