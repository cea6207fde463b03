package crosscheck.indexer.exercise;

/**
 * Does a node come up with the head of the chain? Compared with the last block of the slots that
 * were over when the node told of its head.
 */
final class ReachesHeadQuestion implements Question {

  @Override
  public Finding look(Target target, View view) {
    String node = target.node().orElseThrow();
    long within = target.number("within_slots");
    long seen = target.seenId();
    String progress = target.progress().orElse("");
    for (HeadReports.Report report : HeadReports.from(seen, node, view).list()) {
      long slot = view.slotOf(report.at(), report.headSlot());
      if (slot > target.deadlineSlot() || (!view.live() && !view.over(target.deadlineSlot()))) {
        break;
      }
      seen = report.id();
      // Of a chain that is loaded afterwards, the node's word is about all of it.
      long head = view.live() ? view.chainSlots(slot, slot).last() : view.headSlot();
      progress = "at slot %d, the chain at %d".formatted(report.onOurChain(), head);
      boolean counts = slot >= target.number("from_slot") && head > 0;
      if (counts && report.invalidRoot().isEmpty() && report.onOurChain() >= head - within) {
        return new Finding.Passed(
            slot, view.live() ? report.at() : view.time().start(slot), progress);
      }
    }
    if (progress.isEmpty()) {
      progress = view.trouble(node);
    }
    return new Finding.Open(progress, seen, target.seenCount());
  }
}
