package crosscheck.testnet.invalid;

import crosscheck.spec.v08.BeaconBlock;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Recipes for what is wrong with a block as such, and with its place in the chain. */
final class WrongBlocks {

  private static final Bytes32 NOWHERE = Bytes32.repeat((byte) 0x77);

  private WrongBlocks() {}

  static Optional<Bytes> undecodable(Place place) {
    Bytes honest = place.spec().ssz().encode(place.honest());
    return Optional.of(honest.slice(0, honest.size() - 1));
  }

  /** The honest block elsewhere in time, or on another parent. */
  private static Optional<Bytes> moved(Place place, long slot, Bytes32 parentRoot) {
    BeaconBlock honest = place.honest();
    return place.signed(
        new BeaconBlock(slot, parentRoot, honest.stateRoot(), honest.body(), Place.NO_SIGNATURE));
  }

  static Optional<Bytes> beforeItsParent(Place place) {
    long parentSlot = place.state().latestBlockHeader().slot();
    return parentSlot == 0
        ? Optional.empty()
        : moved(place, parentSlot - 1, place.honest().parentRoot());
  }

  static Optional<Bytes> inTheSlotOfItsParent(Place place) {
    return moved(place, place.state().latestBlockHeader().slot(), place.honest().parentRoot());
  }

  static Optional<Bytes> onAnUnknownParent(Place place) {
    return moved(place, place.slot(), NOWHERE);
  }

  static Optional<Bytes> anEpochAhead(Place place) {
    return moved(
        place, place.slot() + place.constant("SLOTS_PER_EPOCH"), place.honest().parentRoot());
  }

  static Optional<Bytes> wrongStateRoot(Place place) {
    BeaconBlock honest = place.honest();
    return place.signed(
        new BeaconBlock(
            honest.slot(), honest.parentRoot(), NOWHERE, honest.body(), Place.NO_SIGNATURE));
  }

  static Optional<Bytes> bySlashedProposer(Place place) {
    boolean slashed =
        place.proposer().isPresent() && place.validator(place.proposer().getAsInt()).slashed();
    return slashed ? place.signed(place.honest()) : Optional.empty();
  }

  static Optional<Bytes> signedByAnother(Place place) {
    return place.victim().stream()
        .mapToObj(
            other -> {
              Bytes32 root = place.spec().ssz().signingRoot(place.honest());
              return place.encoded(
                  place.honest(),
                  place.sign(Place.key(other), root, "DOMAIN_BEACON_PROPOSER", place.epoch()));
            })
        .findFirst();
  }

  static Optional<Bytes> revealOfAnotherEpoch(Place place) {
    Bytes reveal =
        place
            .spec()
            .validatorGuide()
            .getEpochSignature(
                place.state(), place.slot() + place.constant("SLOTS_PER_EPOCH"), place.secretKey());
    return place.with(Bodies.randaoReveal(place.body(), reveal));
  }

  static Optional<Bytes> withoutProposer(Place place) {
    return place.proposer().isPresent() ? Optional.empty() : place.signed(place.honest());
  }

  static Optional<Bytes> honest(Place place) {
    return Optional.of(place.spec().ssz().encode(place.honest()));
  }
}
