package crosscheck.indexer.source;

import crosscheck.indexer.NodeReport.Fault;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.Uint64;
import java.util.Optional;

/** Whether what a node says of its head can be true, by itself and after what it said before. */
final class HeadChecks {

  private final long slotsPerEpoch;
  private Optional<Checkpoint> finalizedBefore = Optional.empty();

  HeadChecks(long slotsPerEpoch) {
    this.slotsPerEpoch = slotsPerEpoch;
  }

  /** Justified and finalized checkpoint of a head, by epoch. */
  record Checkpoints(Checkpoint justified, Checkpoint finalized) {}

  /**
   * @throws NodeException when it cannot be true
   */
  Checkpoints check(NodeHead head) throws NodeException {
    if (Uint64.less(head.justifiedSlot(), head.finalizedSlot())
        || Uint64.less(head.slot(), head.justifiedSlot())) {
      throw new NodeException(
          Fault.LYING,
          "it says its head has slot %s, justified %s, finalized %s: not in order"
              .formatted(
                  Long.toUnsignedString(head.slot()),
                  Long.toUnsignedString(head.justifiedSlot()),
                  Long.toUnsignedString(head.finalizedSlot())));
    }
    Checkpoint justified =
        new Checkpoint(epoch("justified", head.justifiedSlot()), head.justifiedBlockRoot());
    Checkpoint finalized =
        new Checkpoint(epoch("finalized", head.finalizedSlot()), head.finalizedBlockRoot());
    if (finalizedBefore.isPresent()) {
      requireNotBack(finalizedBefore.get(), finalized);
    }
    finalizedBefore = Optional.of(finalized);
    return new Checkpoints(justified, finalized);
  }

  private long epoch(String what, long slot) throws NodeException {
    if (Long.remainderUnsigned(slot, slotsPerEpoch) != 0) {
      throw new NodeException(
          Fault.LYING,
          "it says the %s checkpoint is at slot %s, where no epoch begins"
              .formatted(what, Long.toUnsignedString(slot)));
    }
    return Long.divideUnsigned(slot, slotsPerEpoch);
  }

  private static void requireNotBack(Checkpoint before, Checkpoint now) throws NodeException {
    if (Uint64.less(now.epoch(), before.epoch())) {
      throw new NodeException(
          Fault.LYING,
          "it says epoch %s is finalized, after it said epoch %s"
              .formatted(
                  Long.toUnsignedString(now.epoch()), Long.toUnsignedString(before.epoch())));
    }
    if (now.epoch() == before.epoch() && !now.root().equals(before.root())) {
      throw new NodeException(
          Fault.LYING,
          "it says block %s is finalized at epoch %s, after it said %s"
              .formatted(now.root(), Long.toUnsignedString(now.epoch()), before.root()));
    }
  }
}
