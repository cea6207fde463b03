package crosscheck.testnet;

import crosscheck.bls.Bls;
import crosscheck.bls.InteropKeys;
import crosscheck.spec.Config;
import crosscheck.spec.v08.Attestation;
import crosscheck.spec.v08.AttesterSlashing;
import crosscheck.spec.v08.BeaconBlockBody;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.Eth1Data;
import crosscheck.spec.v08.Fork;
import crosscheck.spec.v08.Phase0;
import crosscheck.spec.v08.ProposerSlashing;
import crosscheck.spec.v08.Transfer;
import crosscheck.spec.v08.Validator;
import crosscheck.spec.v08.VoluntaryExit;
import crosscheck.ssz.SszList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What an honest block carries besides attestations: everything that is due on its chain. Planned
 * exits and transfers are known to every node from their moment on. For one thread.
 */
final class BlockOperations {

  private static final long FAR_FUTURE_EPOCH = -1L; // 2^64 - 1

  private final Phase0 spec;
  private final Eth1Chain eth1;
  private final List<PlannedOperation> planned;
  private final Config config;
  private final long slotsPerEpoch;

  BlockOperations(Phase0 spec, Eth1Chain eth1, List<PlannedOperation> planned) {
    this.spec = spec;
    this.eth1 = eth1;
    this.planned = planned;
    this.config = spec.config();
    this.slotsPerEpoch = config.uint64("SLOTS_PER_EPOCH");
  }

  /**
   * A whole body.
   *
   * @param client whose block it is
   * @param state the parent's post-state, advanced to the block's slot
   * @param proposers evidence against proposers that the node has
   * @param attesters evidence against attesters that the node has
   * @param key of the slot's proposer
   */
  BeaconBlockBody body(
      Client client,
      BeaconState state,
      Bytes32 graffiti,
      SszList<Attestation> attestations,
      List<ProposerSlashing> proposers,
      List<AttesterSlashing> attesters,
      Bytes32 key) {
    Eth1Data vote = eth1.vote(state);
    Set<Long> gone = new HashSet<>();
    return new BeaconBlockBody(
        client.guide().getEpochSignature(state, state.slot(), key),
        vote,
        graffiti,
        slashings(state, proposers, gone),
        attesterSlashings(state, attesters, gone),
        attestations,
        eth1.due(state, vote),
        exits(state, gone),
        transfers(state));
  }

  private long epoch(BeaconState state) {
    return state.slot() / slotsPerEpoch;
  }

  private boolean slashable(BeaconState state, long index, Set<Long> gone) {
    if (index >= state.validators().size() || gone.contains(index)) {
      return false;
    }
    Validator validator = state.validators().get(index);
    long epoch = epoch(state);
    return !validator.slashed()
        && Long.compareUnsigned(validator.activationEpoch(), epoch) <= 0
        && Long.compareUnsigned(epoch, validator.withdrawableEpoch()) < 0;
  }

  private SszList<ProposerSlashing> slashings(
      BeaconState state, List<ProposerSlashing> known, Set<Long> gone) {
    List<ProposerSlashing> chosen = new ArrayList<>();
    for (ProposerSlashing slashing : known) {
      if (chosen.size() < config.uint64("MAX_PROPOSER_SLASHINGS")
          && slashable(state, slashing.proposerIndex(), gone)) {
        chosen.add(slashing);
        gone.add(slashing.proposerIndex());
      }
    }
    return SszList.copyOf(chosen);
  }

  private SszList<AttesterSlashing> attesterSlashings(
      BeaconState state, List<AttesterSlashing> known, Set<Long> gone) {
    List<AttesterSlashing> chosen = new ArrayList<>();
    for (AttesterSlashing slashing : known) {
      Set<Long> both = new HashSet<>();
      slashing.attestation1().custodyBit0Indices().stream().forEach(both::add);
      Set<Long> second = new HashSet<>();
      slashing.attestation2().custodyBit0Indices().stream().forEach(second::add);
      both.retainAll(second);
      if (chosen.size() < config.uint64("MAX_ATTESTER_SLASHINGS")
          && both.stream().anyMatch(index -> slashable(state, index, gone))) {
        chosen.add(slashing);
        gone.addAll(both);
      }
    }
    return SszList.copyOf(chosen);
  }

  private SszList<VoluntaryExit> exits(BeaconState state, Set<Long> gone) {
    long most = config.uint64("MAX_VOLUNTARY_EXITS");
    return SszList.copyOf(
        planned.stream()
            .filter(PlannedOperation.Exits.class::isInstance)
            .map(PlannedOperation.Exits.class::cast)
            .filter(exits -> exits.at().toSlot(slotsPerEpoch) <= state.slot())
            .flatMapToLong(exits -> exits.validators().stream().asLongStream())
            .filter(index -> mayExit(state, index, gone))
            .distinct()
            .limit(most)
            .mapToObj(index -> exit(state, index))
            .toList());
  }

  private boolean mayExit(BeaconState state, long index, Set<Long> gone) {
    if (index >= state.validators().size() || gone.contains(index)) {
      return false;
    }
    Validator validator = state.validators().get(index);
    long epoch = epoch(state);
    return validator.exitEpoch() == FAR_FUTURE_EPOCH
        && Long.compareUnsigned(validator.activationEpoch(), epoch) <= 0
        && epoch - validator.activationEpoch() >= config.uint64("PERSISTENT_COMMITTEE_PERIOD");
  }

  private VoluntaryExit exit(BeaconState state, long index) {
    VoluntaryExit unsigned =
        new VoluntaryExit(epoch(state), index, Bytes.wrap(new byte[Bls.SIGNATURE_BYTES]));
    Bytes signature = sign(state, "DOMAIN_VOLUNTARY_EXIT", unsigned, index);
    return new VoluntaryExit(unsigned.epoch(), index, signature);
  }

  private SszList<Transfer> transfers(BeaconState state) {
    long most = config.uint64("MAX_TRANSFERS");
    return SszList.copyOf(
        planned.stream()
            .filter(PlannedOperation.Transfers.class::isInstance)
            .map(PlannedOperation.Transfers.class::cast)
            .filter(each -> each.at().toSlot(slotsPerEpoch) == state.slot())
            .filter(each -> mayTransfer(state, each))
            .limit(most)
            .map(each -> transfer(state, each))
            .toList());
  }

  /** A transfer names its slot, so it goes into the block of that slot or is lost. */
  private boolean mayTransfer(BeaconState state, PlannedOperation.Transfers each) {
    if (each.from() >= state.validators().size() || each.to() >= state.validators().size()) {
      return false;
    }
    Validator sender = state.validators().get(each.from());
    long balance = state.balances().get(each.from());
    long total = each.amountGwei() + each.feeGwei();
    boolean free =
        sender.activationEligibilityEpoch() == FAR_FUTURE_EPOCH
            || Long.compareUnsigned(sender.withdrawableEpoch(), epoch(state)) <= 0;
    long locked = free ? 0 : config.uint64("MAX_EFFECTIVE_BALANCE");
    long least = config.uint64("MIN_DEPOSIT_AMOUNT");
    long left = balance - total;
    long received = state.balances().get(each.to()) + each.amountGwei();
    return total + locked <= balance
        && (left == 0 || left >= least)
        && (received == 0 || received >= least);
  }

  private Transfer transfer(BeaconState state, PlannedOperation.Transfers each) {
    Transfer unsigned =
        new Transfer(
            each.from(),
            each.to(),
            each.amountGwei(),
            each.feeGwei(),
            state.slot(),
            state.validators().get(each.from()).pubkey(),
            Bytes.wrap(new byte[Bls.SIGNATURE_BYTES]));
    return new Transfer(
        unsigned.sender(),
        unsigned.recipient(),
        unsigned.amount(),
        unsigned.fee(),
        unsigned.slot(),
        unsigned.pubkey(),
        sign(state, "DOMAIN_TRANSFER", unsigned, each.from()));
  }

  private Bytes sign(BeaconState state, String domainType, Object unsigned, long index) {
    Fork fork = state.fork();
    Bytes version =
        Long.compareUnsigned(epoch(state), fork.epoch()) < 0
            ? fork.previousVersion()
            : fork.currentVersion();
    Bytes domain = Bytes.concatenate(config.bytes(domainType, 4), version);
    return Bls.preferred()
        .sign(InteropKeys.secretKey((int) index), spec.ssz().signingRoot(unsigned), domain);
  }
}
