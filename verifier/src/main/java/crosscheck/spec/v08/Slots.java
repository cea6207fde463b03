package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.less;
import static crosscheck.spec.Uint64.lessOrEqual;
import static crosscheck.spec.Uint64.mod;
import static crosscheck.spec.Uint64.plus;
import static crosscheck.spec.Uint64.text;

import crosscheck.spec.InvalidException;
import crosscheck.ssz.Ssz;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The passing of slots.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#beacon-chain-state-transition-function">spec</a>
 */
class Slots {

  private final Constants c;
  private final EpochProcessing epochs;
  private final Ssz ssz;

  Slots(Constants constants, EpochProcessing epochs, Ssz ssz) {
    this.c = constants;
    this.epochs = epochs;
    this.ssz = ssz;
  }

  /** {@code process_slots}. */
  void processSlots(BeaconState state, long slot) {
    try {
      Checks.SLOT_NOT_BEFORE_STATE.require(
          lessOrEqual(state.slot, slot), () -> text(state.slot) + " or later", () -> text(slot));
      while (less(state.slot, slot)) {
        processSlot(state);
        if (mod(plus(state.slot, 1), c.SLOTS_PER_EPOCH) == 0) {
          epochs.processEpoch(state);
        }
        state.slot = plus(state.slot, 1);
      }
    } catch (InvalidException e) {
      throw e.within("process_slots");
    }
  }

  /** {@code process_slot}. */
  void processSlot(BeaconState state) {
    Bytes32 previousStateRoot = ssz.hashTreeRoot(state);
    long position = mod(state.slot, c.SLOTS_PER_HISTORICAL_ROOT);
    state.stateRoots = state.stateRoots.with(position, previousStateRoot);
    BeaconBlockHeader header = state.latestBlockHeader;
    if (header.stateRoot().isZero()) {
      header =
          new BeaconBlockHeader(
              header.slot(),
              header.parentRoot(),
              previousStateRoot,
              header.bodyRoot(),
              header.signature());
      state.latestBlockHeader = header;
    }
    state.blockRoots = state.blockRoots.with(position, ssz.signingRoot(header));
  }
}
