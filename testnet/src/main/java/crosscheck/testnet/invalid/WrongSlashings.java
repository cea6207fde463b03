package crosscheck.testnet.invalid;

import crosscheck.bls.Bls;
import crosscheck.spec.v08.AttestationData;
import crosscheck.spec.v08.AttestationDataAndCustodyBit;
import crosscheck.spec.v08.AttesterSlashing;
import crosscheck.spec.v08.BeaconBlockHeader;
import crosscheck.spec.v08.Crosslink;
import crosscheck.spec.v08.IndexedAttestation;
import crosscheck.spec.v08.ProposerSlashing;
import crosscheck.ssz.Uint64List;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Recipes for blocks with a slashing that does not hold. */
final class WrongSlashings {

  private WrongSlashings() {}

  private static Optional<Bytes> ofProposer(Place place, IntFunction<ProposerSlashing[]> wrong) {
    OptionalInt victim = place.victim();
    return victim.isEmpty()
        ? Optional.empty()
        : place.with(Bodies.proposerSlashings(place.body(), wrong.apply(victim.getAsInt())));
  }

  private static ProposerSlashing[] one(
      int proposer, BeaconBlockHeader first, BeaconBlockHeader second) {
    return new ProposerSlashing[] {new ProposerSlashing(proposer, first, second)};
  }

  /** A header of a block that nobody made, signed by a validator, who need not be its proposer. */
  private static BeaconBlockHeader header(Place place, int signer, long slot, int number) {
    BeaconBlockHeader unsigned =
        new BeaconBlockHeader(
            slot,
            place.honest().parentRoot(),
            Bytes32.ZERO,
            Bytes32.repeat((byte) number),
            Place.NO_SIGNATURE);
    long epoch = slot / place.constant("SLOTS_PER_EPOCH");
    Bytes signature =
        place.sign(
            Place.key(signer),
            place.spec().ssz().signingRoot(unsigned),
            "DOMAIN_BEACON_PROPOSER",
            epoch);
    return new BeaconBlockHeader(
        slot, unsigned.parentRoot(), unsigned.stateRoot(), unsigned.bodyRoot(), signature);
  }

  /** Two headers that prove an offence. */
  static ProposerSlashing valid(Place place, int proposer) {
    return one(
        proposer,
        header(place, proposer, place.slot(), 1),
        header(place, proposer, place.slot(), 2))[0];
  }

  static Optional<Bytes> headersOfTwoEpochs(Place place) {
    return ofProposer(
        place,
        it ->
            one(
                it,
                header(place, it, place.slot(), 1),
                header(place, it, place.slot() + place.constant("SLOTS_PER_EPOCH"), 2)));
  }

  static Optional<Bytes> sameHeaderTwice(Place place) {
    BeaconBlockHeader[] same = new BeaconBlockHeader[1];
    return ofProposer(
        place,
        it -> {
          same[0] = header(place, it, place.slot(), 1);
          return one(it, same[0], same[0]);
        });
  }

  static Optional<Bytes> slashedTwice(Place place) {
    return ofProposer(place, it -> new ProposerSlashing[] {valid(place, it), valid(place, it)});
  }

  static Optional<Bytes> headerSignedByAnother(Place place) {
    return ofProposer(
        place,
        it -> one(it, header(place, it, place.slot(), 1), header(place, it + 1, place.slot(), 2)));
  }

  static Optional<Bytes> unknownProposer(Place place) {
    return ofProposer(
        place,
        it ->
            one(
                place.state().validators().size(),
                header(place, it, place.slot(), 1),
                header(place, it, place.slot(), 2)));
  }

  private static Optional<Bytes> ofAttesters(
      Place place, IndexedAttestation first, IndexedAttestation second) {
    return place.with(Bodies.attesterSlashings(place.body(), new AttesterSlashing(first, second)));
  }

  /** A vote for a block that nobody made. */
  private static AttestationData vote(Place place, int number) {
    return new AttestationData(
        Bytes32.repeat((byte) number),
        place.state().currentJustifiedCheckpoint(),
        Place.unknown(place.epoch()),
        new Crosslink(0, Bytes32.ZERO, 0, 0, Bytes32.ZERO));
  }

  private static IndexedAttestation cast(
      Place place, AttestationData vote, int attester, int signer) {
    Bytes32 message =
        place.spec().ssz().hashTreeRoot(new AttestationDataAndCustodyBit(vote, false));
    Bytes signature =
        place.sign(Place.key(signer), message, "DOMAIN_ATTESTATION", vote.target().epoch());
    return new IndexedAttestation(
        Uint64List.of(attester),
        Uint64List.empty(),
        vote,
        Bls.preferred().aggregateSignatures(List.of(signature)));
  }

  /** The honest pair of votes by one attester, changed by who is said to have cast and signed. */
  private static Optional<Bytes> pair(
      Place place, int secondVote, int firstSigner, int secondAttester, int secondSigner) {
    OptionalInt victim = place.victim();
    if (victim.isEmpty()) {
      return Optional.empty();
    }
    int it = victim.getAsInt();
    return ofAttesters(
        place,
        cast(place, vote(place, 1), it, it + firstSigner),
        cast(place, vote(place, secondVote), it + secondAttester, it + secondSigner));
  }

  static Optional<Bytes> sameVoteTwice(Place place) {
    return pair(place, 1, 0, 0, 0);
  }

  static Optional<Bytes> firstVoteSignedByAnother(Place place) {
    return pair(place, 2, 1, 0, 0);
  }

  static Optional<Bytes> secondVoteSignedByAnother(Place place) {
    return pair(place, 2, 0, 0, 1);
  }

  static Optional<Bytes> votesOfTwoValidators(Place place) {
    return pair(place, 2, 0, 1, 1);
  }
}
