package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.dividedBy;
import static crosscheck.spec.Uint64.less;
import static crosscheck.spec.Uint64.lessOrEqual;
import static crosscheck.spec.Uint64.max;
import static crosscheck.spec.Uint64.min;
import static crosscheck.spec.Uint64.mod;
import static crosscheck.spec.Uint64.plus;
import static crosscheck.spec.Uint64.text;
import static crosscheck.spec.Uint64.times;

import crosscheck.bls.Bls;
import crosscheck.bls.ConfirmedChecker;
import crosscheck.bls.DeferredChecker;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.InvalidException;
import crosscheck.ssz.Bitlist;
import crosscheck.ssz.Sha256;
import crosscheck.ssz.Ssz;
import crosscheck.ssz.SszList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What an honest validator does: find its duties, propose blocks, attest. Functions with the spec's
 * names first, in its order within each section; what its prose says in words has names of our own.
 * States passed in are never changed. Safe for use by many threads.
 *
 * <p>A secret key is a big-endian integer below the group order, as {@link Bls#sign} takes it.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/validator/0_beacon-chain-validator.md">spec</a>
 */
public final class ValidatorGuide {

  private final Constants c;
  private final Misc misc;
  private final Accessors accessors;
  private final BlockProcessing blocks;
  private final Ssz ssz;
  private final Bls bls;

  ValidatorGuide(
      Constants constants,
      Misc misc,
      Accessors accessors,
      BlockProcessing blocks,
      Ssz ssz,
      Bls bls) {
    this.c = constants;
    this.misc = misc;
    this.accessors = accessors;
    this.blocks = blocks;
    this.ssz = ssz;
    this.bls = bls;
  }

  // Validator assignments

  /**
   * {@code get_committee_assignment}: when, where and with whom a validator attests; empty when it
   * does not attest in that epoch.
   *
   * @param epoch at most the one after the state's
   * @throws InvalidException when the epoch is later than that
   * @see <a
   *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/validator/0_beacon-chain-validator.md#validator-assignments">spec</a>
   */
  public Optional<CommitteeAssignment> getCommitteeAssignment(
      BeaconState state, long epoch, long validatorIndex) {
    long nextEpoch = plus(accessors.getCurrentEpoch(state), 1);
    Checks.ASSIGNMENT_EPOCH.require(
        lessOrEqual(epoch, nextEpoch), () -> "at most " + text(nextEpoch), () -> text(epoch));
    long startSlot = misc.computeStartSlotOfEpoch(epoch);
    for (long slot = startSlot; slot != startSlot + c.SLOTS_PER_EPOCH; slot++) {
      for (CommitteeAssignment assignment : committees(state, slot)) {
        if (assignment.committee().stream().anyMatch(member -> member == validatorIndex)) {
          return Optional.of(assignment);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * All committees of a slot, in the order of their shards from the slot's first one on.
   *
   * @param slot in the state's epoch, the one after, or an earlier one that the state still knows
   */
  public List<CommitteeAssignment> committees(BeaconState state, long slot) {
    long epoch = misc.computeEpochOfSlot(slot);
    long perSlot = dividedBy(accessors.getCommitteeCount(state, epoch), c.SLOTS_PER_EPOCH);
    long offset = times(perSlot, mod(slot, c.SLOTS_PER_EPOCH));
    long firstShard = mod(plus(accessors.getStartShard(state, epoch), offset), c.SHARD_COUNT);
    List<CommitteeAssignment> committees = new ArrayList<>();
    for (long i = 0; less(i, perSlot); i++) {
      long shard = mod(plus(firstShard, i), c.SHARD_COUNT);
      int[] members = accessors.getCrosslinkCommittee(state, epoch, shard).toArray();
      committees.add(new CommitteeAssignment(Arrays.stream(members).boxed().toList(), shard, slot));
    }
    return committees;
  }

  /**
   * {@code is_proposer}: of the state's own slot.
   *
   * @see <a
   *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/validator/0_beacon-chain-validator.md#validator-assignments">spec</a>
   */
  public boolean isProposer(BeaconState state, long validatorIndex) {
    return accessors.getBeaconProposerIndex(state) == validatorIndex;
  }

  // Block proposal

  /**
   * A whole block, signed: on the state's latest block, at the state's slot.
   *
   * @param state the parent's post-state, advanced to the slot of the new block
   * @param body what the block is to carry
   * @param secretKey of the slot's proposer
   * @throws InvalidException when a block with this body is not valid there
   * @see <a
   *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/validator/0_beacon-chain-validator.md#block-proposal">spec</a>
   */
  public BeaconBlock block(BeaconState state, BeaconBlockBody body, Bytes32 secretKey) {
    BeaconBlock stub = ssz.defaultValue(BeaconBlock.class);
    BeaconBlock unsigned =
        new BeaconBlock(
            state.slot,
            ssz.signingRoot(state.latestBlockHeader),
            stub.stateRoot(),
            body,
            stub.signature());
    Bytes32 stateRoot = stateRoot(state, unsigned);
    BeaconBlock rooted =
        new BeaconBlock(
            unsigned.slot(), unsigned.parentRoot(), stateRoot, body, unsigned.signature());
    Bytes signature = getBlockSignature(state, rooted, secretKey);
    return new BeaconBlock(rooted.slot(), rooted.parentRoot(), stateRoot, body, signature);
  }

  /**
   * The state root that a block has to claim. The block's own claim and signatures are not looked
   * at; only those of deposits are, because they change the state.
   *
   * @param state the parent's post-state, advanced to the block's slot
   * @throws InvalidException when another check of the transition fails
   */
  public Bytes32 stateRoot(BeaconState state, BeaconBlock block) {
    BeaconState post = state.copy();
    blocks.processBlock(post, block, new DeferredChecker(bls, ConfirmedChecker.preferred()));
    return ssz.hashTreeRoot(post);
  }

  /**
   * {@code get_epoch_signature}: the RANDAO reveal for a block at {@code slot}.
   *
   * @see <a
   *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/validator/0_beacon-chain-validator.md#randao-reveal">spec</a>
   */
  public Bytes getEpochSignature(BeaconState state, long slot, Bytes32 secretKey) {
    long epoch = misc.computeEpochOfSlot(slot);
    Bytes domain = accessors.getDomain(state, c.DOMAIN_RANDAO, epoch);
    return bls.sign(secretKey, Bytes32.rightPad(Misc.uint64Bytes(epoch)), domain);
  }

  /**
   * {@code get_eth1data_stub} of the interop standard, which stands in for {@code get_eth1_vote}
   * where there is no eth1 chain: everybody votes for the same pretended block, another one in each
   * voting period, and no deposit is ever due.
   *
   * @param epoch of the block that votes
   * @see <a href="https://github.com/ethereum/eth2.0-pm/tree/master/interop/mocked_eth1data">mocked
   *     eth1 data</a>
   */
  public Eth1Data getEth1DataStub(BeaconState state, long epoch) {
    // A configuration may have periods shorter than an epoch, of which the standard does not think.
    long epochsPerPeriod = max(1, dividedBy(c.SLOTS_PER_ETH1_VOTING_PERIOD, c.SLOTS_PER_EPOCH));
    long votingPeriod = dividedBy(epoch, epochsPerPeriod);
    Bytes32 depositRoot = Sha256.hash(Bytes32.rightPad(Misc.uint64Bytes(votingPeriod)));
    return new Eth1Data(depositRoot, state.eth1DepositIndex, Sha256.hash(depositRoot));
  }

  /**
   * {@code get_block_signature}: over all of the block but its signature, which has the same
   * signing root as its header.
   *
   * @see <a
   *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/validator/0_beacon-chain-validator.md#signature">spec</a>
   */
  public Bytes getBlockSignature(BeaconState state, BeaconBlock block, Bytes32 secretKey) {
    long epoch = misc.computeEpochOfSlot(block.slot());
    Bytes domain = accessors.getDomain(state, c.DOMAIN_BEACON_PROPOSER, epoch);
    return bls.sign(secretKey, ssz.signingRoot(block), domain);
  }

  /**
   * A body with the reveal, the eth1 vote and attestations, and no other operation.
   *
   * @param state the parent's post-state, advanced to the slot of the block
   * @param graffiti any 32 bytes
   * @param secretKey of the slot's proposer
   */
  public BeaconBlockBody body(
      BeaconState state, Bytes32 graffiti, SszList<Attestation> attestations, Bytes32 secretKey) {
    BeaconBlockBody empty = ssz.defaultValue(BeaconBlockBody.class);
    return new BeaconBlockBody(
        getEpochSignature(state, state.slot, secretKey),
        getEth1DataStub(state, accessors.getCurrentEpoch(state)),
        graffiti,
        empty.proposerSlashings(),
        empty.attesterSlashings(),
        attestations,
        empty.deposits(),
        empty.voluntaryExits(),
        empty.transfers());
  }

  /**
   * Whether a block on this state may carry the attestation, as far as all but its signature goes.
   *
   * @param state the parent's post-state, advanced to the slot of the block
   */
  public boolean includable(BeaconState state, Attestation attestation) {
    try {
      blocks.processAttestation(state.copy(), attestation, set -> true);
      return true;
    } catch (InvalidException e) {
      return false;
    }
  }

  /**
   * Who has signed an attestation if it was made on this state's chain: validator indices,
   * ascending. Empty when it cannot have been. After a fork committees differ, and the signature of
   * a vote of the other branch is not that of the members whose bits are set.
   */
  public List<Integer> attesters(BeaconState state, Attestation attestation) {
    try {
      int[] indices =
          accessors.getAttestingIndices(state, attestation.data(), attestation.aggregationBits());
      return Arrays.stream(indices).sorted().boxed().toList();
    } catch (InvalidException e) {
      return List.of();
    }
  }

  // Attestations

  /**
   * What a committee has to vote for.
   *
   * @param state the head's post-state, advanced to the slot of the committee
   * @param head block id (signing root) of the head
   * @param shard the committee's
   * @see <a
   *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/validator/0_beacon-chain-validator.md#attestation-data">spec</a>
   */
  public AttestationData attestationData(BeaconState state, Bytes32 head, long shard) {
    long epoch = accessors.getCurrentEpoch(state);
    boolean headIsTarget = misc.computeStartSlotOfEpoch(epoch) == state.slot;
    Bytes32 boundaryRoot = headIsTarget ? head : accessors.getBlockRoot(state, epoch);
    Crosslink parent = state.currentCrosslinks.get(shard);
    long endEpoch = min(epoch, plus(parent.endEpoch(), c.MAX_EPOCHS_PER_CROSSLINK));
    return new AttestationData(
        head,
        state.currentJustifiedCheckpoint,
        new Checkpoint(epoch, boundaryRoot),
        new Crosslink(shard, ssz.hashTreeRoot(parent), parent.endEpoch(), endEpoch, Bytes32.ZERO));
  }

  /**
   * One member's attestation.
   *
   * @param state as for {@link #attestationData}
   * @param committeeSize number of members
   * @param position of the attester in the committee, from 0
   * @param secretKey the attester's
   * @see <a
   *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/validator/0_beacon-chain-validator.md#construct-attestation">spec</a>
   */
  public Attestation attestation(
      BeaconState state, AttestationData data, int committeeSize, int position, Bytes32 secretKey) {
    Bitlist nobody = Bitlist.zeros(committeeSize);
    return new Attestation(
        nobody.with(position, true),
        data,
        nobody,
        getSignedAttestationData(state, data, secretKey));
  }

  /**
   * {@code get_signed_attestation_data}: one attester's signature, with custody bit 0.
   *
   * @see <a
   *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/validator/0_beacon-chain-validator.md#aggregate-signature">spec</a>
   */
  public Bytes getSignedAttestationData(
      BeaconState state, AttestationData data, Bytes32 secretKey) {
    Bytes domain = accessors.getDomain(state, c.DOMAIN_ATTESTATION, data.target().epoch());
    return bls.sign(
        secretKey, ssz.hashTreeRoot(new AttestationDataAndCustodyBit(data, false)), domain);
  }

  /**
   * Attestations of the same data by different attesters as one.
   *
   * @throws IllegalArgumentException when there are none, data differ, or an attester stands in two
   */
  public Attestation aggregate(List<Attestation> attestations) {
    if (attestations.isEmpty()) {
      throw new IllegalArgumentException("no attestations to aggregate");
    }
    Attestation first = attestations.get(0);
    Bitlist attesters = first.aggregationBits();
    for (Attestation next : attestations.subList(1, attestations.size())) {
      if (!next.data().equals(first.data())) {
        throw new IllegalArgumentException("attestations of different data do not aggregate");
      }
      if (next.aggregationBits().intersects(attesters)) {
        throw new IllegalArgumentException("an attester stands in two of the attestations");
      }
      attesters = attesters.or(next.aggregationBits());
    }
    return new Attestation(
        attesters,
        first.data(),
        first.custodyBits(),
        bls.aggregateSignatures(attestations.stream().map(Attestation::signature).toList()));
  }
}
