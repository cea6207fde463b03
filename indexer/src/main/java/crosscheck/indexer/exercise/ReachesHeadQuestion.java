package crosscheck.indexer.exercise;

/**
 * Does a node come up with the head of the chain? Compared with the last block of the slots that
 * were over, at each of its {@link Sightings}.
 */
final class ReachesHeadQuestion implements Question {

  @Override
  public Finding look(Target target, View view) {
    String node = target.node().orElseThrow();
    long deadline = target.deadlineSlot();
    boolean closing = view.over(deadline);
    Sightings sightings = Sightings.of(node, target.seenId(), closing, view);
    String progress = sightings.heard() ? "" : view.trouble(node);
    for (Sightings.Sighting sighting : sightings.list()) {
      // After a time in which nobody asked, it is taken to have stood there since then.
      if (view.time().slotAt(sighting.since()) > deadline
          || sighting.slot() > view.lastSlotAsked(deadline)
          || (!view.live() && !closing)) {
        break;
      }
      progress =
          "at slot %d, the chain at %d".formatted(sighting.onOurChain(), sighting.chainSlot());
      if (sighting.slot() >= view.firstSlot(target)
          && sighting.chainSlot() > 0
          && sighting.invalidRoot().isEmpty()
          && sighting.behind() <= target.number("within_slots")) {
        return new Finding.Passed(sighting.slot(), sighting.at(), progress);
      }
    }
    return new Finding.Open(progress, sightings.seenId(target.seenId()), target.seenCount());
  }
}
