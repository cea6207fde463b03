package crosscheck.testnet.invalid;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.tuweni.bytes.Bytes;

/**
 * Blocks that fail a check, one for each check that a block can fail, under the check's own name
 * and in its order. Everything that is looked at before the check is right, signatures too.
 */
public enum InvalidBlock {
  SHUFFLED_INDEX_IN_RANGE(
      "an attestation for a shard that had no committee in the previous epoch",
      "more shards than committees in an epoch; not in the first slot of an epoch",
      WrongAttestations::shardWithoutCommittee),
  CUSTODY_BITS_SUBSET(
      "an attestation with a custody bit for somebody who did not attest",
      Needs.NOT_FIRST,
      WrongAttestations::custodyOfNonAttester),
  STATE_ROOT("another state root", Needs.NOTHING, WrongBlocks::wrongStateRoot),
  SLOT_NOT_BEFORE_STATE(
      "a slot before that of its parent",
      "a parent later than slot 0",
      WrongBlocks::beforeItsParent),
  BLOCK_PARENT_ROOT(
      "the slot of its parent, whose root is then another",
      Needs.NOTHING,
      WrongBlocks::inTheSlotOfItsParent),
  PROPOSER_NOT_SLASHED(
      "an honest block", "a slot whose proposer is slashed", WrongBlocks::bySlashedProposer),
  PROPOSER_SIGNATURE(
      "the signature of another validator", Needs.NOTHING, WrongBlocks::signedByAnother),
  RANDAO_REVEAL("the reveal of the next epoch", Needs.NOTHING, WrongBlocks::revealOfAnotherEpoch),
  DEPOSIT_COUNT(
      "a deposit that is not due, or none where some are",
      Needs.NOTHING,
      WrongOperations::depositNotDue),
  TRANSFERS_DISTINCT(
      "a transfer twice", "MAX_TRANSFERS of 2 or more", WrongOperations::sameTransferTwice),
  PROPOSER_SLASHING_EPOCH(
      "headers of two epochs", Needs.NOTHING, WrongSlashings::headersOfTwoEpochs),
  PROPOSER_SLASHING_HEADERS_DIFFER(
      "the same header twice", Needs.NOTHING, WrongSlashings::sameHeaderTwice),
  PROPOSER_SLASHING_SLASHABLE(
      "two slashings of one proposer", Needs.NOTHING, WrongSlashings::slashedTwice),
  PROPOSER_SLASHING_SIGNATURE(
      "a second header signed by another validator",
      Needs.NOTHING,
      WrongSlashings::headerSignedByAnother),
  ATTESTER_SLASHING_CONFLICT("the same vote twice", Needs.NOTHING, WrongSlashings::sameVoteTwice),
  ATTESTER_SLASHING_ATTESTATION_1(
      "a first vote signed by another validator",
      Needs.NOTHING,
      WrongSlashings::firstVoteSignedByAnother),
  ATTESTER_SLASHING_ATTESTATION_2(
      "a second vote signed by another validator",
      Needs.NOTHING,
      WrongSlashings::secondVoteSignedByAnother),
  ATTESTER_SLASHING_ANY_SLASHED(
      "two votes by different validators", Needs.NOTHING, WrongSlashings::votesOfTwoValidators),
  ATTESTATION_SHARD(
      "a shard that does not exist", Needs.NOT_FIRST, WrongAttestations::unknownShard),
  ATTESTATION_TARGET_EPOCH(
      "a target in the next epoch", Needs.NOT_FIRST, WrongAttestations::targetAhead),
  ATTESTATION_INCLUSION_SLOT(
      "an attestation of the block's own slot", Needs.NOTHING, WrongAttestations::tooEarly),
  ATTESTATION_BITS_LENGTH(
      "one bit more than the committee has members",
      Needs.NOT_FIRST,
      WrongAttestations::tooManyBits),
  ATTESTATION_SOURCE_CURRENT(
      "another source, with the current epoch as target",
      Needs.NOT_FIRST,
      WrongAttestations::wrongSource),
  ATTESTATION_SOURCE_PREVIOUS(
      "another source, with the previous epoch as target",
      Needs.SECOND_EPOCH,
      WrongAttestations::wrongPreviousSource),
  ATTESTATION_CROSSLINK_PARENT(
      "a crosslink on another parent", Needs.NOT_FIRST, WrongAttestations::wrongCrosslinkParent),
  ATTESTATION_CROSSLINK_START(
      "a crosslink that starts an epoch late",
      Needs.NOT_FIRST,
      WrongAttestations::wrongCrosslinkStart),
  ATTESTATION_CROSSLINK_END(
      "a crosslink that ends an epoch late", Needs.NOT_FIRST, WrongAttestations::wrongCrosslinkEnd),
  ATTESTATION_CROSSLINK_DATA(
      "a crosslink with data", Needs.NOT_FIRST, WrongAttestations::crosslinkData),
  ATTESTATION_SIGNATURE(
      "the signature of another validator", Needs.NOT_FIRST, WrongAttestations::signedByAnother),
  DEPOSIT_PROOF(
      "deposits without a proof",
      "deposits that are due: voted for by more than half of an eth1 voting period",
      WrongOperations::depositWithoutProof),
  EXIT_ACTIVE(
      "the exit of a validator that is not active",
      "such a validator: waiting for its activation, or gone",
      WrongOperations::exitOfInactive),
  EXIT_NOT_INITIATED(
      "the exit of a validator that the same block slashes",
      Needs.NOTHING,
      WrongOperations::exitTwice),
  EXIT_EPOCH("an exit in the next epoch", Needs.NOTHING, WrongOperations::exitOfTomorrow),
  EXIT_ACTIVE_LONG_ENOUGH(
      "an exit before PERSISTENT_COMMITTEE_PERIOD",
      "a chain or validator that young",
      WrongOperations::exitTooYoung),
  EXIT_SIGNATURE(
      "an exit signed by another validator",
      "a validator active for PERSISTENT_COMMITTEE_PERIOD",
      WrongOperations::exitSignedByAnother),
  TRANSFER_BALANCE(
      "a transfer of more than the sender has",
      Needs.TRANSFERS,
      WrongOperations::transferOfTooMuch),
  TRANSFER_SLOT("a transfer for the next slot", Needs.RICH, WrongOperations::transferOfAnotherSlot),
  TRANSFER_SENDER_FREE(
      "a transfer of all that an active validator has",
      Needs.TRANSFERS,
      WrongOperations::transferOfStake),
  TRANSFER_WITHDRAWAL_CREDENTIALS(
      "a transfer by the key of another validator",
      Needs.RICH,
      WrongOperations::transferByAnotherKey),
  TRANSFER_SIGNATURE(
      "a transfer signed by another validator",
      Needs.RICH,
      WrongOperations::transferSignedByAnother),
  TRANSFER_SENDER_DUST(
      "a transfer that leaves its sender one Gwei",
      Needs.TRANSFERS + "; a validator that was never eligible: its deposit was too small",
      WrongOperations::senderLeftWithDust),
  TRANSFER_RECIPIENT_DUST(
      "a transfer of one Gwei to somebody who has next to nothing",
      Needs.RICH + ", and one with less than MIN_DEPOSIT_AMOUNT",
      WrongOperations::recipientLeftWithDust),
  PARENT_KNOWN("a parent that nobody knows", Needs.NOTHING, WrongBlocks::onAnUnknownParent),
  SLOT_HAS_COME("a slot one epoch ahead", Needs.NOTHING, WrongBlocks::anEpochAhead),
  DESCENDS_FROM_FINALIZED(
      "an honest block: fork choice alone refuses it",
      "a parent from before the finalized block",
      WrongBlocks::honest),
  LATER_THAN_FINALIZED(
      "an honest block: fork choice alone refuses it",
      "a finalized epoch whose first slot had no block; the block is for that slot or earlier",
      WrongBlocks::honest),
  UINT64_OVERFLOW(
      "a transfer whose amount and fee exceed 64 bits",
      Needs.TRANSFERS,
      WrongOperations::transferThatOverflows),
  INDEX_OUT_OF_RANGE(
      "a slashing of a proposer that does not exist",
      Needs.NOTHING,
      WrongSlashings::unknownProposer),
  LIST_FULL(
      "the same attestation as often as a block can carry it",
      "an epoch whose blocks were full of attestations",
      WrongAttestations::tooManyPending),
  DIVISION_BY_ZERO(
      "any block",
      "a slot whose first committee is empty: fewer active validators than slots in an epoch",
      WrongBlocks::withoutProposer),
  SSZ_DECODE("the last byte is missing", Needs.NOTHING, WrongBlocks::undecodable);

  /** What several kinds need. */
  private static final class Needs {
    static final String NOTHING = "";
    static final String NOT_FIRST = "not in the first slot of an epoch";
    static final String SECOND_EPOCH = "the second epoch or later";
    static final String TRANSFERS = "MAX_TRANSFERS of 1 or more";
    static final String RICH = TRANSFERS + "; a validator above MAX_EFFECTIVE_BALANCE";
  }

  /** Makes the block where that can be. */
  private interface Recipe {
    Optional<Bytes> make(Place place);
  }

  private static final Map<String, String> OUT_OF_REACH = outOfReach();

  private final String what;
  private final String needs;

  /** A reference to a method: it has no state. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Recipe recipe;

  InvalidBlock(String what, String needs, Recipe recipe) {
    this.what = what;
    this.needs = needs;
    this.recipe = recipe;
  }

  private static Map<String, String> outOfReach() {
    Map<String, String> reasons = new TreeMap<>();
    reasons.put(
        "BLOCK_ROOT_SLOT_RECENT",
        "the transition asks for block roots of the present and the previous epoch only, which"
            + " every usable configuration remembers");
    reasons.put(
        "START_SHARD_EPOCH",
        "the transition asks for the previous, the present and the next epoch only");
    reasons.put(
        "SOURCE_ATTESTATIONS_EPOCH",
        "the transition asks for the previous and the present epoch only");
    reasons.put("BLOCK_SLOT", "`process_slots` has just moved the state to the block's slot");
    String vote =
        "an attestation that fork choice refuses counts for nothing; its block stays good";
    reasons.put("VOTE_TARGET_KNOWN", vote);
    reasons.put("VOTE_TARGET_EPOCH_HAS_COME", vote);
    reasons.put("VOTE_SLOT_HAS_PASSED", vote);
    reasons.put("VOTE_VALID", vote);
    reasons.put("ASSIGNMENT_EPOCH", "it guards what a validator asks for, not a block");
    return reasons;
  }

  /** Why no block can fail the other checks, by the check's name. */
  public static Map<String, String> unreachable() {
    return OUT_OF_REACH;
  }

  /** What is wrong with the block. */
  public String what() {
    return what;
  }

  /** What a place must be like for the block to be made there; empty: like any. */
  public String needs() {
    return needs;
  }

  /**
   * The block as SSZ (or not quite); empty when it cannot be made in this place. Made anew at every
   * call, and the same each time.
   */
  public Optional<Bytes> make(Place place) {
    return recipe.make(place);
  }

  /**
   * The block that fails a check.
   *
   * @param check {@link crosscheck.spec.Check#id()}
   * @throws IllegalArgumentException when no block can, saying why, or when there is no such check
   */
  public static InvalidBlock of(String check) {
    if (OUT_OF_REACH.containsKey(check)) {
      throw new IllegalArgumentException(
          "no block can fail %s: %s".formatted(check, OUT_OF_REACH.get(check)));
    }
    return Arrays.stream(values())
        .filter(kind -> kind.name().equals(check))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no check \"%s\"; blocks can be made that fail %s"
                        .formatted(
                            check,
                            Arrays.stream(values())
                                .map(Enum::name)
                                .collect(Collectors.joining(", ")))));
  }
}
