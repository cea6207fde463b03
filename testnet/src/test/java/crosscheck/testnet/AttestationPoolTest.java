package crosscheck.testnet;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.bls.InteropKeys;
import crosscheck.spec.Config;
import crosscheck.spec.Specs;
import crosscheck.spec.v08.Attestation;
import crosscheck.spec.v08.AttestationData;
import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.CommitteeAssignment;
import crosscheck.spec.v08.Phase0;
import crosscheck.spec.v08.ValidatorGuide;
import crosscheck.ssz.SszList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

final class AttestationPoolTest {

  private final Phase0 spec = (Phase0) Specs.of("v0.8.3", Config.minimal());
  private final ValidatorGuide guide = spec.validatorGuide();
  private final BeaconState genesis = spec.mockedGenesis(32, 1567777777);
  private final Bytes32 head = spec.root(spec.genesisBlock(genesis));
  private final AttestationPool pool = new AttestationPool(guide, 8, 128);

  /** An attestation of each of the four members of the committee of a slot, on genesis. */
  private List<Attestation> committeeOf(long slot) {
    BeaconState state = spec.advance(genesis, slot);
    CommitteeAssignment committee = guide.committees(state, slot).get(0);
    AttestationData data = guide.attestationData(state, head, committee.shard());
    assertThat(committee.committee()).hasSize(4);
    return IntStream.range(0, 4)
        .mapToObj(
            position ->
                guide.attestation(
                    state,
                    data,
                    4,
                    position,
                    InteropKeys.secretKey(committee.committee().get(position))))
        .toList();
  }

  private SignedVote vote(Attestation attestation) {
    return new SignedVote(attestation, guide.attesters(genesis, attestation));
  }

  @Test
  void carriesNoVoteOfAForkWithOtherCommittees() {
    Attestation single = committeeOf(1).get(0);
    int another = (guide.attesters(genesis, single).get(0) + 1) % 32;
    pool.add(new SignedVote(single, List.of(another)));

    assertThat(pool.forBlock(spec.advance(genesis, 2)).toList()).isEmpty();
  }

  @Test
  void aggregatesWhatVotesForTheSame() {
    List<Attestation> singles = committeeOf(1);
    singles.forEach(each -> pool.add(vote(each)));

    assertThat(pool.forBlock(spec.advance(genesis, 2)).toList())
        .containsExactly(guide.aggregate(singles));
  }

  @Test
  void carriesNothingThatIsKnownTwiceOrOverlaps() {
    List<Attestation> singles = committeeOf(1);
    Attestation firstThree = guide.aggregate(singles.subList(0, 3));
    pool.add(vote(singles.get(0)));
    pool.add(vote(singles.get(0)));
    pool.add(vote(firstThree));
    pool.add(vote(guide.aggregate(singles.subList(2, 4))));

    assertThat(pool.forBlock(spec.advance(genesis, 2)).toList()).containsExactly(firstThree);
  }

  @Test
  void carriesOnlyWhatTheChainHasNotHeard() {
    List<Attestation> singles = committeeOf(1);
    BeaconState slot2 = spec.advance(genesis, 2);
    pool.add(vote(singles.get(0)));
    pool.add(vote(singles.get(1)));
    Bytes32 key = InteropKeys.secretKey((int) spec.proposerIndex(slot2));
    SszList<Attestation> early = pool.forBlock(slot2);
    BeaconBlock block = guide.block(slot2, guide.body(slot2, Bytes32.ZERO, early, key), key);
    BeaconState slot3 = spec.advance(spec.transition(slot2, block, set -> true), 3);

    assertThat(early.toList()).hasSize(1);
    assertThat(pool.forBlock(slot3).toList()).isEmpty();

    pool.add(vote(singles.get(2)));
    assertThat(pool.forBlock(slot3).toList()).containsExactly(singles.get(2));
  }

  @Test
  void carriesTheLargestWhenABlockHasNoRoomForAll() {
    AttestationPool narrow = new AttestationPool(guide, 8, 1);
    List<Attestation> slot2 = committeeOf(2);
    narrow.add(vote(committeeOf(1).get(0)));
    slot2.forEach(each -> narrow.add(vote(each)));

    assertThat(narrow.forBlock(spec.advance(genesis, 4)).toList())
        .containsExactly(guide.aggregate(slot2));
  }

  @Test
  void carriesVotesForOneEpochOnly() {
    committeeOf(1).forEach(each -> pool.add(vote(each)));

    assertThat(pool.forBlock(spec.advance(genesis, 1)).toList()).as("too early").isEmpty();
    assertThat(pool.forBlock(spec.advance(genesis, 9)).toList()).hasSize(1);
    assertThat(pool.forBlock(spec.advance(genesis, 10)).toList()).as("too late").isEmpty();
  }
}
