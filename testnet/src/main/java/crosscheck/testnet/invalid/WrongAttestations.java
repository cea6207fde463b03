package crosscheck.testnet.invalid;

import crosscheck.spec.Checkpoint;
import crosscheck.spec.v08.Attestation;
import crosscheck.spec.v08.AttestationData;
import crosscheck.spec.v08.AttestationDataAndCustodyBit;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.CommitteeAssignment;
import crosscheck.spec.v08.Crosslink;
import crosscheck.ssz.Bitlist;
import crosscheck.ssz.SszList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Recipes for blocks with an attestation that does not hold: one that could be included, but for
 * one thing.
 */
final class WrongAttestations {

  private WrongAttestations() {}

  /** An includable attestation in the making. */
  private record Draft(Bitlist bits, AttestationData data, Bitlist custody, int signer) {

    Draft with(AttestationData other) {
      return new Draft(bits, other, custody, signer);
    }
  }

  private static Draft draft(Place place, CommitteeAssignment committee) {
    BeaconState state = place.state();
    long epoch = committee.slot() / place.constant("SLOTS_PER_EPOCH");
    boolean current = epoch == place.epoch();
    Checkpoint source =
        current ? state.currentJustifiedCheckpoint() : state.previousJustifiedCheckpoint();
    Crosslink parent =
        (current ? state.currentCrosslinks() : state.previousCrosslinks()).get(committee.shard());
    long end = Math.min(epoch, parent.endEpoch() + place.constant("MAX_EPOCHS_PER_CROSSLINK"));
    AttestationData data =
        new AttestationData(
            place.honest().parentRoot(),
            source,
            new Checkpoint(epoch, place.honest().parentRoot()),
            new Crosslink(
                committee.shard(),
                place.spec().ssz().hashTreeRoot(parent),
                parent.endEpoch(),
                end,
                Bytes32.ZERO));
    Bitlist nobody = Bitlist.zeros(committee.committee().size());
    return new Draft(nobody.with(0, true), data, nobody, committee.committee().get(0));
  }

  private static Attestation signed(Place place, Draft draft) {
    Bytes32 message =
        place.spec().ssz().hashTreeRoot(new AttestationDataAndCustodyBit(draft.data, false));
    Bytes signature =
        place.sign(
            Place.key(draft.signer), message, "DOMAIN_ATTESTATION", draft.data.target().epoch());
    return new Attestation(draft.bits, draft.data, draft.custody, signature);
  }

  /** The first committee of a slot that has a member. */
  private static Optional<CommitteeAssignment> committee(Place place, long slot) {
    return place.spec().validatorGuide().committees(place.state(), slot).stream()
        .filter(committee -> !committee.committee().isEmpty())
        .findFirst();
  }

  /** Of the slot before, when that is in the same epoch. */
  private static Optional<Draft> ofCurrentEpoch(Place place) {
    return place.slot() % place.constant("SLOTS_PER_EPOCH") == 0
        ? Optional.empty()
        : committee(place, place.slot() - 1).map(it -> draft(place, it));
  }

  /** The oldest that can be included. */
  private static Optional<Draft> ofPreviousEpoch(Place place) {
    long slots = place.constant("SLOTS_PER_EPOCH");
    return place.slot() < slots
        ? Optional.empty()
        : committee(place, place.slot() - slots).map(it -> draft(place, it));
  }

  private static Optional<Bytes> block(Place place, Optional<Draft> draft) {
    return draft.flatMap(
        it -> place.with(Bodies.attestations(place.body(), SszList.of(signed(place, it)))));
  }

  private static Optional<Bytes> of(Place place, UnaryOperator<AttestationData> change) {
    return block(place, ofCurrentEpoch(place).map(it -> it.with(change.apply(it.data))));
  }

  private static UnaryOperator<AttestationData> crosslink(Function<Crosslink, Crosslink> change) {
    return it ->
        new AttestationData(
            it.beaconBlockRoot(), it.source(), it.target(), change.apply(it.crosslink()));
  }

  private static AttestationData sourceOff(AttestationData it) {
    return new AttestationData(
        it.beaconBlockRoot(), Place.unknown(it.source().epoch()), it.target(), it.crosslink());
  }

  static Optional<Bytes> unknownShard(Place place) {
    return of(
        place,
        crosslink(
            it ->
                new Crosslink(
                    place.constant("SHARD_COUNT"),
                    it.parentRoot(),
                    it.startEpoch(),
                    it.endEpoch(),
                    it.dataRoot())));
  }

  static Optional<Bytes> targetAhead(Place place) {
    return of(
        place,
        it ->
            new AttestationData(
                it.beaconBlockRoot(),
                it.source(),
                Place.unknown(place.epoch() + 1),
                it.crosslink()));
  }

  static Optional<Bytes> tooEarly(Place place) {
    return block(place, committee(place, place.slot()).map(it -> draft(place, it)));
  }

  static Optional<Bytes> tooManyBits(Place place) {
    return block(
        place,
        ofCurrentEpoch(place)
            .map(
                it -> {
                  Bitlist longer = Bitlist.zeros(it.bits.size() + 1);
                  return new Draft(longer.with(0, true), it.data, longer, it.signer);
                }));
  }

  static Optional<Bytes> wrongSource(Place place) {
    return of(place, WrongAttestations::sourceOff);
  }

  static Optional<Bytes> wrongPreviousSource(Place place) {
    return block(place, ofPreviousEpoch(place).map(it -> it.with(sourceOff(it.data))));
  }

  static Optional<Bytes> wrongCrosslinkParent(Place place) {
    return of(
        place,
        crosslink(
            it ->
                new Crosslink(
                    it.shard(),
                    Bytes32.repeat((byte) 0x77),
                    it.startEpoch(),
                    it.endEpoch(),
                    it.dataRoot())));
  }

  static Optional<Bytes> wrongCrosslinkStart(Place place) {
    return of(
        place,
        crosslink(
            it ->
                new Crosslink(
                    it.shard(),
                    it.parentRoot(),
                    it.startEpoch() + 1,
                    it.endEpoch(),
                    it.dataRoot())));
  }

  static Optional<Bytes> wrongCrosslinkEnd(Place place) {
    return of(
        place,
        crosslink(
            it ->
                new Crosslink(
                    it.shard(),
                    it.parentRoot(),
                    it.startEpoch(),
                    it.endEpoch() + 1,
                    it.dataRoot())));
  }

  static Optional<Bytes> crosslinkData(Place place) {
    return of(
        place,
        crosslink(
            it ->
                new Crosslink(
                    it.shard(),
                    it.parentRoot(),
                    it.startEpoch(),
                    it.endEpoch(),
                    Bytes32.repeat((byte) 0x77))));
  }

  static Optional<Bytes> custodyOfNonAttester(Place place) {
    return block(
        place, ofCurrentEpoch(place).map(it -> new Draft(it.custody, it.data, it.bits, it.signer)));
  }

  static Optional<Bytes> signedByAnother(Place place) {
    return block(
        place,
        ofCurrentEpoch(place).map(it -> new Draft(it.bits, it.data, it.custody, it.signer + 1)));
  }

  /** For a shard whose turn comes after the previous epoch's last committee. */
  static Optional<Bytes> shardWithoutCommittee(Place place) {
    long slots = place.constant("SLOTS_PER_EPOCH");
    if (place.slot() < slots || place.slot() % slots == 0) {
      return Optional.empty();
    }
    long previousEnd = place.epoch() * slots - 1;
    List<CommitteeAssignment> last =
        place.spec().validatorGuide().committees(place.state(), previousEnd);
    CommitteeAssignment committee = last.get(last.size() - 1);
    long shard = (committee.shard() + 1) % place.constant("SHARD_COUNT");
    boolean taken =
        place
            .spec()
            .validatorGuide()
            .committees(place.state(), place.epoch() * slots - slots)
            .stream()
            .anyMatch(it -> it.shard() == shard);
    return taken
        ? Optional.empty()
        : block(
            place,
            Optional.of(
                draft(
                    place,
                    new CommitteeAssignment(committee.committee(), shard, committee.slot()))));
  }

  /** One more than the state can keep: the same one, again and again. */
  static Optional<Bytes> tooManyPending(Place place) {
    long most = place.constant("MAX_ATTESTATIONS");
    long limit = most * place.constant("SLOTS_PER_EPOCH");
    if (place.state().previousEpochAttestations().size() + most <= limit) {
      return Optional.empty();
    }
    return ofPreviousEpoch(place)
        .flatMap(
            it -> {
              List<Attestation> copies = new ArrayList<>();
              Attestation copy = signed(place, it);
              for (long i = 0; i < most; i++) {
                copies.add(copy);
              }
              return place.with(Bodies.attestations(place.body(), SszList.copyOf(copies)));
            });
  }
}
