package crosscheck.spec.v08;

import static crosscheck.spec.Uint64.less;
import static crosscheck.spec.Uint64.lessOrEqual;
import static crosscheck.spec.Uint64.max;
import static crosscheck.spec.Uint64.min;
import static crosscheck.spec.Uint64.minus;
import static crosscheck.spec.Uint64.mod;
import static crosscheck.spec.Uint64.plus;
import static crosscheck.spec.Uint64.text;
import static crosscheck.spec.v08.Accessors.validatorAt;
import static crosscheck.spec.v08.Constants.DEPOSIT_CONTRACT_TREE_DEPTH;
import static crosscheck.spec.v08.Constants.FAR_FUTURE_EPOCH;

import crosscheck.bls.SignatureChecker;
import crosscheck.bls.SignatureSet;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.InvalidException;
import crosscheck.ssz.Sha256;
import crosscheck.ssz.Ssz;
import crosscheck.ssz.SszList;
import crosscheck.ssz.Uint64List;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/**
 * Block processing: the steps of {@code process_block} and one function per operation, in spec
 * order.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#block-processing">spec</a>
 */
class BlockProcessing {

  private static final Bytes NO_SIGNATURE = Bytes.wrap(new byte[96]);

  private final Constants c;
  private final Misc misc;
  private final Accessors accessors;
  private final Mutators mutators;
  private final Ssz ssz;

  BlockProcessing(Constants constants, Misc misc, Accessors accessors, Mutators mutators, Ssz ssz) {
    this.c = constants;
    this.misc = misc;
    this.accessors = accessors;
    this.mutators = mutators;
    this.ssz = ssz;
  }

  /** {@code process_block}. */
  void processBlock(BeaconState state, BeaconBlock block, SignatureChecker signatures) {
    try {
      processBlockHeader(state, block, signatures);
      processRandao(state, block.body(), signatures);
      processEth1Data(state, block.body());
      processOperations(state, block.body(), signatures);
    } catch (InvalidException e) {
      throw e.within("process_block");
    }
  }

  /** {@code process_block_header}. */
  void processBlockHeader(BeaconState state, BeaconBlock block, SignatureChecker signatures) {
    Checks.BLOCK_SLOT.require(
        block.slot() == state.slot, () -> text(state.slot), () -> text(block.slot()));
    Bytes32 latest = ssz.signingRoot(state.latestBlockHeader);
    Checks.BLOCK_PARENT_ROOT.require(
        block.parentRoot().equals(latest), latest::toHexString, block.parentRoot()::toHexString);
    state.latestBlockHeader =
        new BeaconBlockHeader(
            block.slot(),
            block.parentRoot(),
            Bytes32.ZERO, // filled in by the next process_slot
            ssz.hashTreeRoot(block.body()),
            NO_SIGNATURE);
    int proposerIndex = accessors.getBeaconProposerIndex(state);
    Validator proposer = state.validators.get(proposerIndex);
    Checks.PROPOSER_NOT_SLASHED.require(
        !proposer.slashed(), () -> "not slashed", () -> "validator " + proposerIndex);
    Checks.PROPOSER_SIGNATURE.require(
        signatures.check(
            SignatureSet.single(
                proposer.pubkey(),
                ssz.signingRoot(block),
                block.signature(),
                accessors.getDomain(state, c.DOMAIN_BEACON_PROPOSER))),
        () -> "a signature of validator " + proposerIndex,
        block.signature()::toHexString);
  }

  /** {@code process_randao}. */
  void processRandao(BeaconState state, BeaconBlockBody body, SignatureChecker signatures) {
    long epoch = accessors.getCurrentEpoch(state);
    int proposerIndex = accessors.getBeaconProposerIndex(state);
    Checks.RANDAO_REVEAL.require(
        signatures.check(
            SignatureSet.single(
                state.validators.get(proposerIndex).pubkey(),
                Bytes32.rightPad(Misc.uint64Bytes(epoch)),
                body.randaoReveal(),
                accessors.getDomain(state, c.DOMAIN_RANDAO))),
        () -> "epoch " + text(epoch) + " signed by validator " + proposerIndex,
        body.randaoReveal()::toHexString);
    Bytes32 mix = accessors.getRandaoMix(state, epoch).xor(Sha256.hash(body.randaoReveal()));
    state.randaoMixes = state.randaoMixes.with(mod(epoch, c.EPOCHS_PER_HISTORICAL_VECTOR), mix);
  }

  /** {@code process_eth1_data}. */
  void processEth1Data(BeaconState state, BeaconBlockBody body) {
    Eth1Data vote = body.eth1Data();
    state.eth1DataVotes =
        Positions.appended(state.eth1DataVotes, vote, c.SLOTS_PER_ETH1_VOTING_PERIOD);
    long count = 0;
    for (Eth1Data other : state.eth1DataVotes) {
      count += other.equals(vote) ? 1 : 0;
    }
    if (count * 2 > c.SLOTS_PER_ETH1_VOTING_PERIOD) {
      state.eth1Data = vote;
    }
  }

  /** {@code process_operations}. */
  void processOperations(BeaconState state, BeaconBlockBody body, SignatureChecker signatures) {
    long due = min(c.MAX_DEPOSITS, minus(state.eth1Data.depositCount(), state.eth1DepositIndex));
    Checks.DEPOSIT_COUNT.require(
        body.deposits().size() == due,
        () -> text(due) + " deposits",
        () -> body.deposits().size() + " deposits");
    Checks.TRANSFERS_DISTINCT.require(
        distinct(body.transfers()), () -> "distinct transfers", () -> "a repeated transfer");

    each(
        "proposer_slashings",
        body.proposerSlashings(),
        slashing -> processProposerSlashing(state, slashing, signatures));
    each(
        "attester_slashings",
        body.attesterSlashings(),
        slashing -> processAttesterSlashing(state, slashing, signatures));
    each(
        "attestations",
        body.attestations(),
        attestation -> processAttestation(state, attestation, signatures));
    each("deposits", body.deposits(), deposit -> processDeposit(state, deposit, signatures));
    each(
        "voluntary_exits",
        body.voluntaryExits(),
        exit -> processVoluntaryExit(state, exit, signatures));
    each("transfers", body.transfers(), transfer -> processTransfer(state, transfer, signatures));
  }

  private static boolean distinct(SszList<Transfer> transfers) {
    Set<Transfer> seen = new HashSet<>();
    for (Transfer transfer : transfers) {
      if (!seen.add(transfer)) {
        return false;
      }
    }
    return true;
  }

  /** One of the {@code process_…} functions of an operation. */
  private interface Operation<E> {
    void apply(E operation);
  }

  private static <E> void each(String name, SszList<E> operations, Operation<E> function) {
    int index = 0;
    for (E operation : operations) {
      try {
        function.apply(operation);
      } catch (InvalidException e) {
        throw e.within(name + "[" + index + "]");
      }
      index++;
    }
  }

  /** {@code process_proposer_slashing}. */
  void processProposerSlashing(
      BeaconState state, ProposerSlashing slashing, SignatureChecker signatures) {
    Validator proposer = validatorAt(state, slashing.proposerIndex());
    long epoch1 = misc.computeEpochOfSlot(slashing.header1().slot());
    long epoch2 = misc.computeEpochOfSlot(slashing.header2().slot());
    Checks.PROPOSER_SLASHING_EPOCH.require(
        epoch1 == epoch2, () -> "the same epoch", () -> text(epoch1) + " and " + text(epoch2));
    Checks.PROPOSER_SLASHING_HEADERS_DIFFER.require(
        !slashing.header1().equals(slashing.header2()),
        () -> "two different headers",
        () -> "the same header of slot " + text(slashing.header1().slot()));
    long epoch = accessors.getCurrentEpoch(state);
    Checks.PROPOSER_SLASHING_SLASHABLE.require(
        Misc.isSlashableValidator(proposer, epoch),
        () -> "a validator that can be slashed in epoch " + text(epoch),
        () -> describe(slashing.proposerIndex(), proposer));
    int number = 1;
    for (BeaconBlockHeader header :
        new BeaconBlockHeader[] {slashing.header1(), slashing.header2()}) {
      int headerNumber = number++;
      Checks.PROPOSER_SLASHING_SIGNATURE.require(
          signatures.check(
              SignatureSet.single(
                  proposer.pubkey(),
                  ssz.signingRoot(header),
                  header.signature(),
                  accessors.getDomain(
                      state, c.DOMAIN_BEACON_PROPOSER, misc.computeEpochOfSlot(header.slot())))),
          () -> "a signature of validator " + text(slashing.proposerIndex()),
          () -> "header_" + headerNumber + " with " + header.signature().toHexString());
    }
    mutators.slashValidator(state, (int) slashing.proposerIndex());
  }

  /** {@code process_attester_slashing}. */
  void processAttesterSlashing(
      BeaconState state, AttesterSlashing slashing, SignatureChecker signatures) {
    IndexedAttestation attestation1 = slashing.attestation1();
    IndexedAttestation attestation2 = slashing.attestation2();
    Checks.ATTESTER_SLASHING_CONFLICT.require(
        Misc.isSlashableAttestationData(attestation1.data(), attestation2.data()),
        () -> "two different votes for one target epoch, or the first around the second",
        () -> describe(attestation1.data()) + " and " + describe(attestation2.data()));
    Checks.ATTESTER_SLASHING_ATTESTATION_1.require(
        accessors.isValidIndexedAttestation(state, attestation1, signatures),
        () -> "sorted indices with custody bit 0 and their aggregate signature",
        () -> describe(attestation1));
    Checks.ATTESTER_SLASHING_ATTESTATION_2.require(
        accessors.isValidIndexedAttestation(state, attestation2, signatures),
        () -> "sorted indices with custody bit 0 and their aggregate signature",
        () -> describe(attestation2));

    boolean slashedAny = false;
    for (long index : commonIndices(attestation1, attestation2)) {
      Validator validator = validatorAt(state, index);
      if (Misc.isSlashableValidator(validator, accessors.getCurrentEpoch(state))) {
        mutators.slashValidator(state, (int) index);
        slashedAny = true;
      }
    }
    Checks.ATTESTER_SLASHING_ANY_SLASHED.require(
        slashedAny,
        () -> "a slashable validator in both attestations",
        () -> "none of " + Arrays.toString(commonIndices(attestation1, attestation2)));
  }

  /** Validators that signed both, ascending, each once. Valid ones have no custody bit 1. */
  private static long[] commonIndices(IndexedAttestation first, IndexedAttestation second) {
    long[] others = second.custodyBit0Indices().toArray();
    return Arrays.stream(first.custodyBit0Indices().toArray())
        .filter(index -> Arrays.binarySearch(others, index) >= 0)
        .distinct()
        .toArray();
  }

  /** {@code process_attestation}. */
  void processAttestation(BeaconState state, Attestation attestation, SignatureChecker signatures) {
    AttestationData data = attestation.data();
    Crosslink crosslink = data.crosslink();
    long targetEpoch = data.target().epoch();
    long previousEpoch = accessors.getPreviousEpoch(state);
    long currentEpoch = accessors.getCurrentEpoch(state);
    Checks.ATTESTATION_SHARD.require(
        less(crosslink.shard(), c.SHARD_COUNT),
        () -> "below " + c.SHARD_COUNT,
        () -> text(crosslink.shard()));
    Checks.ATTESTATION_TARGET_EPOCH.require(
        targetEpoch == previousEpoch || targetEpoch == currentEpoch,
        () -> text(previousEpoch) + " or " + text(currentEpoch),
        () -> text(targetEpoch));

    long attestationSlot = accessors.getAttestationDataSlot(state, data);
    Checks.ATTESTATION_INCLUSION_SLOT.require(
        lessOrEqual(plus(attestationSlot, c.MIN_ATTESTATION_INCLUSION_DELAY), state.slot)
            && lessOrEqual(state.slot, plus(attestationSlot, c.SLOTS_PER_EPOCH)),
        () ->
            "a slot from %s to %s for an attestation of slot %s"
                .formatted(
                    text(attestationSlot + c.MIN_ATTESTATION_INCLUSION_DELAY),
                    text(attestationSlot + c.SLOTS_PER_EPOCH),
                    text(attestationSlot)),
        () -> text(state.slot));

    int committeeSize =
        accessors.getCrosslinkCommittee(state, targetEpoch, crosslink.shard()).size();
    Checks.ATTESTATION_BITS_LENGTH.require(
        attestation.aggregationBits().size() == attestation.custodyBits().size()
            && attestation.custodyBits().size() == committeeSize,
        () -> committeeSize + " bits each",
        () ->
            "%d aggregation bits, %d custody bits"
                .formatted(attestation.aggregationBits().size(), attestation.custodyBits().size()));

    PendingAttestation pending =
        new PendingAttestation(
            attestation.aggregationBits(),
            data,
            minus(state.slot, attestationSlot),
            accessors.getBeaconProposerIndex(state));
    Crosslink parent = addPending(state, pending, targetEpoch == currentEpoch);

    Bytes32 parentRoot = ssz.hashTreeRoot(parent);
    Checks.ATTESTATION_CROSSLINK_PARENT.require(
        crosslink.parentRoot().equals(parentRoot),
        parentRoot::toHexString,
        crosslink.parentRoot()::toHexString);
    Checks.ATTESTATION_CROSSLINK_START.require(
        crosslink.startEpoch() == parent.endEpoch(),
        () -> text(parent.endEpoch()),
        () -> text(crosslink.startEpoch()));
    long endEpoch = min(targetEpoch, plus(parent.endEpoch(), c.MAX_EPOCHS_PER_CROSSLINK));
    Checks.ATTESTATION_CROSSLINK_END.require(
        crosslink.endEpoch() == endEpoch, () -> text(endEpoch), () -> text(crosslink.endEpoch()));
    Checks.ATTESTATION_CROSSLINK_DATA.require(
        crosslink.dataRoot().isZero(),
        Bytes32.ZERO::toHexString,
        crosslink.dataRoot()::toHexString);

    IndexedAttestation indexed = accessors.getIndexedAttestation(state, attestation);
    Checks.ATTESTATION_SIGNATURE.require(
        accessors.isValidIndexedAttestation(state, indexed, signatures),
        () -> "sorted indices with custody bit 0 and their aggregate signature",
        () -> describe(indexed));
  }

  /** Checks the source, keeps the attestation, and returns the crosslink it has to build on. */
  private Crosslink addPending(BeaconState state, PendingAttestation pending, boolean current) {
    AttestationData data = pending.data();
    long limit = c.MAX_ATTESTATIONS * c.SLOTS_PER_EPOCH;
    if (current) {
      Checks.ATTESTATION_SOURCE_CURRENT.require(
          data.source().equals(state.currentJustifiedCheckpoint),
          () -> describe(state.currentJustifiedCheckpoint),
          () -> describe(data.source()));
      state.currentEpochAttestations =
          Positions.appended(state.currentEpochAttestations, pending, limit);
      return state.currentCrosslinks.get(data.crosslink().shard());
    }
    Checks.ATTESTATION_SOURCE_PREVIOUS.require(
        data.source().equals(state.previousJustifiedCheckpoint),
        () -> describe(state.previousJustifiedCheckpoint),
        () -> describe(data.source()));
    state.previousEpochAttestations =
        Positions.appended(state.previousEpochAttestations, pending, limit);
    return state.previousCrosslinks.get(data.crosslink().shard());
  }

  /** {@code process_deposit}. */
  void processDeposit(BeaconState state, Deposit deposit, SignatureChecker signatures) {
    DepositData data = deposit.data();
    Checks.DEPOSIT_PROOF.require(
        Misc.isValidMerkleBranch(
            ssz.hashTreeRoot(data),
            deposit.proof(),
            DEPOSIT_CONTRACT_TREE_DEPTH + 1, // the list's length is mixed in at the top
            state.eth1DepositIndex,
            state.eth1Data.depositRoot()),
        () ->
            "a branch from deposit %s to %s"
                .formatted(
                    text(state.eth1DepositIndex), state.eth1Data.depositRoot().toHexString()),
        () -> "a branch to another root");
    state.eth1DepositIndex = plus(state.eth1DepositIndex, 1);

    int known = indexOf(data.pubkey(), state);
    if (known >= 0) {
      Mutators.increaseBalance(state, known, data.amount());
      return;
    }
    // The deposit contract checks no signatures: a bad one is not an invalid block, only no
    // deposit.
    // Deposits are valid across forks, so their domain has no fork version.
    boolean possessed =
        signatures.decide(
            SignatureSet.single(
                data.pubkey(),
                ssz.signingRoot(data),
                data.signature(),
                Misc.computeDomain(c.DOMAIN_DEPOSIT, Bytes.wrap(new byte[4]))));
    if (!possessed) {
      return;
    }
    long amount = data.amount();
    state.validators =
        Positions.appended(
            state.validators,
            new Validator(
                data.pubkey(),
                data.withdrawalCredentials(),
                min(
                    minus(amount, mod(amount, c.EFFECTIVE_BALANCE_INCREMENT)),
                    c.MAX_EFFECTIVE_BALANCE),
                false,
                FAR_FUTURE_EPOCH,
                FAR_FUTURE_EPOCH,
                FAR_FUTURE_EPOCH,
                FAR_FUTURE_EPOCH),
            c.VALIDATOR_REGISTRY_LIMIT);
    state.balances = state.balances.plus(amount);
  }

  private static int indexOf(Bytes48 pubkey, BeaconState state) {
    int index = 0;
    for (Validator validator : state.validators) {
      if (validator.pubkey().equals(pubkey)) {
        return index;
      }
      index++;
    }
    return -1;
  }

  /** {@code process_voluntary_exit}. */
  void processVoluntaryExit(BeaconState state, VoluntaryExit exit, SignatureChecker signatures) {
    Validator validator = validatorAt(state, exit.validatorIndex());
    long currentEpoch = accessors.getCurrentEpoch(state);
    Checks.EXIT_ACTIVE.require(
        Misc.isActiveValidator(validator, currentEpoch),
        () -> "a validator active in epoch " + text(currentEpoch),
        () -> describe(exit.validatorIndex(), validator));
    Checks.EXIT_NOT_INITIATED.require(
        validator.exitEpoch() == FAR_FUTURE_EPOCH,
        () -> "no exit epoch",
        () -> "exit epoch " + text(validator.exitEpoch()));
    Checks.EXIT_EPOCH.require(
        lessOrEqual(exit.epoch(), currentEpoch),
        () -> "at most " + text(currentEpoch),
        () -> text(exit.epoch()));
    long earliest = plus(validator.activationEpoch(), c.PERSISTENT_COMMITTEE_PERIOD);
    Checks.EXIT_ACTIVE_LONG_ENOUGH.require(
        lessOrEqual(earliest, currentEpoch),
        () -> "epoch " + text(earliest) + " or later",
        () -> "epoch " + text(currentEpoch));
    Checks.EXIT_SIGNATURE.require(
        signatures.check(
            SignatureSet.single(
                validator.pubkey(),
                ssz.signingRoot(exit),
                exit.signature(),
                accessors.getDomain(state, c.DOMAIN_VOLUNTARY_EXIT, exit.epoch()))),
        () -> "a signature of validator " + text(exit.validatorIndex()),
        exit.signature()::toHexString);
    mutators.initiateValidatorExit(state, (int) exit.validatorIndex());
  }

  /** {@code process_transfer}. */
  void processTransfer(BeaconState state, Transfer transfer, SignatureChecker signatures) {
    Validator sender = validatorAt(state, transfer.sender());
    int senderIndex = (int) transfer.sender();
    long balance =
        state.balances.get(Positions.within(transfer.sender(), state.balances.size(), "balance"));
    long total = plus(transfer.amount(), transfer.fee());
    Checks.TRANSFER_BALANCE.require(
        lessOrEqual(max(total, max(transfer.amount(), transfer.fee())), balance),
        () -> "at most " + text(balance) + " Gwei",
        () -> text(total) + " Gwei");
    Checks.TRANSFER_SLOT.require(
        transfer.slot() == state.slot, () -> text(state.slot), () -> text(transfer.slot()));
    long currentEpoch = accessors.getCurrentEpoch(state);
    Checks.TRANSFER_SENDER_FREE.require(
        sender.activationEligibilityEpoch() == FAR_FUTURE_EPOCH
            || lessOrEqual(sender.withdrawableEpoch(), currentEpoch)
            || lessOrEqual(plus(total, c.MAX_EFFECTIVE_BALANCE), balance),
        () ->
            "never eligible, withdrawable by epoch %s, or at most %s Gwei moved"
                .formatted(
                    text(currentEpoch), text(balance - min(balance, c.MAX_EFFECTIVE_BALANCE))),
        () -> "%s; %s Gwei moved".formatted(describe(transfer.sender(), sender), text(total)));
    Bytes32 credentials =
        Bytes32.wrap(
            Bytes.concatenate(
                c.BLS_WITHDRAWAL_PREFIX, Sha256.hash((Bytes) transfer.pubkey()).slice(1)));
    Checks.TRANSFER_WITHDRAWAL_CREDENTIALS.require(
        sender.withdrawalCredentials().equals(credentials),
        sender.withdrawalCredentials()::toHexString,
        credentials::toHexString);
    Checks.TRANSFER_SIGNATURE.require(
        signatures.check(
            SignatureSet.single(
                transfer.pubkey(),
                ssz.signingRoot(transfer),
                transfer.signature(),
                accessors.getDomain(state, c.DOMAIN_TRANSFER))),
        () -> "a signature of " + transfer.pubkey().toHexString(),
        transfer.signature()::toHexString);
    mutators.decreaseBalance(state, senderIndex, total);
    Mutators.increaseBalance(state, transfer.recipient(), transfer.amount());
    Mutators.increaseBalance(state, accessors.getBeaconProposerIndex(state), transfer.fee());
    requireNoDust(Checks.TRANSFER_SENDER_DUST, state.balances, transfer.sender());
    requireNoDust(Checks.TRANSFER_RECIPIENT_DUST, state.balances, transfer.recipient());
  }

  private void requireNoDust(Checks check, Uint64List balances, long index) {
    long balance = balances.get(index);
    check.require(
        balance == 0 || lessOrEqual(c.MIN_DEPOSIT_AMOUNT, balance),
        () -> "0, or at least " + text(c.MIN_DEPOSIT_AMOUNT) + " Gwei",
        () -> text(balance) + " Gwei");
  }

  private static String describe(Checkpoint checkpoint) {
    return "epoch " + text(checkpoint.epoch()) + ", " + checkpoint.root().toHexString();
  }

  private static String describe(AttestationData data) {
    return "source epoch %s, target epoch %s"
        .formatted(text(data.source().epoch()), text(data.target().epoch()));
  }

  private static String describe(IndexedAttestation attestation) {
    return "indices %s, custody bit 1 %s, signature %s"
        .formatted(
            Arrays.toString(attestation.custodyBit0Indices().toArray()),
            Arrays.toString(attestation.custodyBit1Indices().toArray()),
            attestation.signature().toHexString());
  }

  private static String describe(long index, Validator validator) {
    return "validator %s: %s, activation epoch %s, exit epoch %s, withdrawable epoch %s"
        .formatted(
            text(index),
            validator.slashed() ? "slashed" : "not slashed",
            epoch(validator.activationEpoch()),
            epoch(validator.exitEpoch()),
            epoch(validator.withdrawableEpoch()));
  }

  private static String epoch(long epoch) {
    return epoch == FAR_FUTURE_EPOCH ? "never" : text(epoch);
  }
}
