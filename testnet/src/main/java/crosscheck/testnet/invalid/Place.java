package crosscheck.testnet.invalid;

import crosscheck.bls.Bls;
import crosscheck.bls.InteropKeys;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.InvalidException;
import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconBlockBody;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.Fork;
import crosscheck.spec.v08.Phase0;
import crosscheck.spec.v08.Validator;
import crosscheck.ssz.SszList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Where a block is to be made, with the block that an honest proposer makes there. Whatever a
 * recipe needs signed it signs with interop keys: those of validators that have others are left
 * alone.
 *
 * @param spec what the block is to be judged by
 * @param state the parent's post-state, advanced to the slot of the block
 * @param honest a valid block there; only as good as can be, where none can be valid
 * @param secretKey the proposer's
 */
public record Place(Phase0 spec, BeaconState state, BeaconBlock honest, Bytes32 secretKey) {

  /** A signature of nothing. */
  static final Bytes NO_SIGNATURE = Bytes.wrap(new byte[Bls.SIGNATURE_BYTES]);

  /**
   * On a block, with a body of our own: no operations.
   *
   * @param parent the block's post-state
   * @param slot later than the parent's
   * @throws InvalidException when that slot cannot be reached
   */
  public static Place on(Phase0 spec, BeaconState parent, long slot) {
    BeaconState state = spec.advance(parent, slot);
    Bytes32 key = InteropKeys.secretKey(proposer(spec, state).orElse(0));
    var guide = spec.validatorGuide();
    BeaconBlockBody body = guide.body(state, Bytes32.ZERO, SszList.of(), key);
    try {
      return new Place(spec, state, guide.block(state, body, key), key);
    } catch (InvalidException e) {
      Bytes32 parentRoot = spec.ssz().signingRoot(state.latestBlockHeader());
      BeaconBlock stub = new BeaconBlock(slot, parentRoot, Bytes32.ZERO, body, NO_SIGNATURE);
      return new Place(spec, state, stub, key);
    }
  }

  private static OptionalInt proposer(Phase0 spec, BeaconState state) {
    try {
      return OptionalInt.of((int) spec.proposerIndex(state));
    } catch (InvalidException e) {
      return OptionalInt.empty();
    }
  }

  /** Empty when the slot's committee is. */
  OptionalInt proposer() {
    return proposer(spec, state);
  }

  long constant(String name) {
    return spec.config().uint64(name);
  }

  long slot() {
    return state.slot();
  }

  long epoch() {
    return slot() / constant("SLOTS_PER_EPOCH");
  }

  Validator validator(int index) {
    return state.validators().get(index);
  }

  /** The lowest index that meets a condition and has its interop key. */
  OptionalInt find(IntPredicate condition) {
    return IntStream.range(0, state.validators().size())
        .filter(condition)
        .filter(this::hasInteropKey)
        .findFirst();
  }

  /** A validator that can be slashed and is not to propose. */
  OptionalInt victim() {
    return find(
        index -> {
          Validator validator = validator(index);
          return index != proposer().orElse(-1)
              && !validator.slashed()
              && activeAt(validator, epoch());
        });
  }

  static boolean activeAt(Validator validator, long epoch) {
    return Long.compareUnsigned(validator.activationEpoch(), epoch) <= 0
        && Long.compareUnsigned(epoch, validator.exitEpoch()) < 0;
  }

  private boolean hasInteropKey(int index) {
    return Bls.preferred().publicKey(key(index)).equals(validator(index).pubkey());
  }

  /** Interop key of a validator. */
  static Bytes32 key(int index) {
    return InteropKeys.secretKey(index);
  }

  /**
   * A signature.
   *
   * @param domain name of the domain's constant
   * @param epoch of the message
   */
  Bytes sign(Bytes32 key, Bytes32 message, String domain, long epoch) {
    Fork fork = state.fork();
    Bytes version =
        Long.compareUnsigned(epoch, fork.epoch()) < 0
            ? fork.previousVersion()
            : fork.currentVersion();
    Bytes type = spec.config().bytes(domain, 4);
    return Bls.preferred().sign(key, message, Bytes.concatenate(type, version));
  }

  /** The checkpoint that nobody has seen. */
  static Checkpoint unknown(long epoch) {
    return new Checkpoint(epoch, Bytes32.repeat((byte) 0x77));
  }

  BeaconBlockBody body() {
    return honest.body();
  }

  /** The honest block with another body, signed: as far as the body lets it, a good one. */
  Optional<Bytes> with(BeaconBlockBody body) {
    return signed(
        new BeaconBlock(
            honest.slot(), honest.parentRoot(), honest.stateRoot(), body, NO_SIGNATURE));
  }

  /** A block signed by the slot's proposer. */
  Optional<Bytes> signed(BeaconBlock block) {
    Bytes32 root = spec.ssz().signingRoot(block);
    return Optional.of(encoded(block, sign(secretKey, root, "DOMAIN_BEACON_PROPOSER", epoch())));
  }

  Bytes encoded(BeaconBlock block, Bytes signature) {
    return spec.ssz()
        .encode(
            new BeaconBlock(
                block.slot(), block.parentRoot(), block.stateRoot(), block.body(), signature));
  }
}
