package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.mod;

import crosscheck.bls.SignatureChecker;
import crosscheck.spec.v08.Deviation.Parts;
import crosscheck.ssz.Bitlist;
import crosscheck.ssz.Sha256;
import crosscheck.ssz.SszList;
import crosscheck.ssz.Uint64List;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes32;

/** Block processing, got wrong: each method says how. */
public final class BlockDeviations {

  private BlockDeviations() {}

  /** The right chapter, for one function of it to be replaced. */
  private static class Blocks extends BlockProcessing {
    final Constants c;
    final Accessors accessors;

    Blocks(Parts parts) {
      super(parts.c(), parts.misc(), parts.accessors(), parts.mutators(), parts.ssz());
      this.c = parts.c();
      this.accessors = parts.accessors();
    }
  }

  /** The header keeps the state root of the block before instead of none. */
  public static Deviation headerRootNotZeroed() {
    return Deviation.ofBlocks(
        parts ->
            new Blocks(parts) {
              @Override
              void processBlockHeader(
                  BeaconState state, BeaconBlock block, SignatureChecker signatures) {
                Bytes32 before = state.latestBlockHeader.stateRoot();
                super.processBlockHeader(state, block, signatures);
                BeaconBlockHeader header = state.latestBlockHeader;
                state.latestBlockHeader =
                    new BeaconBlockHeader(
                        header.slot(),
                        header.parentRoot(),
                        before,
                        header.bodyRoot(),
                        header.signature());
              }
            });
  }

  /** The reveal replaces the mix instead of being mixed in. */
  public static Deviation randaoNotMixed() {
    return Deviation.ofBlocks(
        parts ->
            new Blocks(parts) {
              @Override
              void processRandao(
                  BeaconState state, BeaconBlockBody body, SignatureChecker signatures) {
                super.processRandao(state, body, signatures);
                long position =
                    mod(accessors.getCurrentEpoch(state), c.EPOCHS_PER_HISTORICAL_VECTOR);
                state.randaoMixes =
                    state.randaoMixes.with(position, Sha256.hash(body.randaoReveal()));
              }
            });
  }

  /** Half of the votes is enough. */
  public static Deviation eth1MajorityOfHalf() {
    return Deviation.ofBlocks(
        parts ->
            new Blocks(parts) {
              @Override
              void processEth1Data(BeaconState state, BeaconBlockBody body) {
                super.processEth1Data(state, body);
                Eth1Data vote = body.eth1Data();
                long count = state.eth1DataVotes.stream().filter(vote::equals).count();
                if (count * 2 >= c.SLOTS_PER_ETH1_VOTING_PERIOD) {
                  state.eth1Data = vote;
                }
              }
            });
  }

  /** A pending attestation names the first member of its committee as proposer. */
  public static Deviation attestationProposerIndex() {
    return changedPending(
        (pending, committee) ->
            new PendingAttestation(
                pending.aggregationBits(),
                pending.data(),
                pending.inclusionDelay(),
                committee.member(0)));
  }

  /** The whole committee gets the credit of an attestation, also those who did not take part. */
  public static Deviation creditToNonParticipants() {
    return changedPending(
        (pending, committee) -> {
          Bitlist everybody = Bitlist.zeros(committee.size());
          for (int i = 0; i < committee.size(); i++) {
            everybody = everybody.with(i, true);
          }
          return new PendingAttestation(
              everybody, pending.data(), pending.inclusionDelay(), pending.proposerIndex());
        });
  }

  /** What becomes of a pending attestation, given its committee. */
  private interface Change {
    PendingAttestation of(PendingAttestation pending, Committee committee);
  }

  private static Deviation changedPending(Change change) {
    return Deviation.ofBlocks(
        parts ->
            new Blocks(parts) {
              @Override
              void processAttestation(
                  BeaconState state, Attestation attestation, SignatureChecker signatures) {
                super.processAttestation(state, attestation, signatures);
                long epoch = attestation.data().target().epoch();
                long shard = attestation.data().crosslink().shard();
                Committee committee = accessors.getCrosslinkCommittee(state, epoch, shard);
                UnaryOperator<SszList<PendingAttestation>> last =
                    list ->
                        list.with(list.size() - 1, change.of(list.get(list.size() - 1), committee));
                if (epoch == accessors.getCurrentEpoch(state)) {
                  state.currentEpochAttestations = last.apply(state.currentEpochAttestations);
                } else {
                  state.previousEpochAttestations = last.apply(state.previousEpochAttestations);
                }
              }
            });
  }

  /** A deposit for a known key does not increase the balance. */
  public static Deviation topUpIgnored() {
    return Deviation.ofBlocks(
        parts ->
            new Blocks(parts) {
              @Override
              void processDeposit(BeaconState state, Deposit deposit, SignatureChecker signatures) {
                int validators = state.validators.size();
                Uint64List before = state.balances;
                super.processDeposit(state, deposit, signatures);
                if (state.validators.size() == validators) {
                  state.balances = before;
                }
              }
            });
  }

  /** The index of the next deposit does not move on. */
  public static Deviation depositIndexStuck() {
    return Deviation.ofBlocks(
        parts ->
            new Blocks(parts) {
              @Override
              void processDeposit(BeaconState state, Deposit deposit, SignatureChecker signatures) {
                long before = state.eth1DepositIndex;
                super.processDeposit(state, deposit, signatures);
                state.eth1DepositIndex = before;
              }
            });
  }
}
