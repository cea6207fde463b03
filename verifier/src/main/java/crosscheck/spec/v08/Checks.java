package crosscheck.spec.v08;

import crosscheck.spec.Check;
import crosscheck.spec.InvalidException;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Every assert of phase 0, in spec order. {@link #function} and {@link #assertion} are those of
 * v0.8.3; v0.8.2 and v0.8.4 have the same.
 */
enum Checks implements Check {
  // Beacon chain: helpers
  SHUFFLED_INDEX_IN_RANGE(
      "compute_shuffled_index",
      1,
      "the index to shuffle is not below the count",
      Section.SHUFFLING),
  BLOCK_ROOT_SLOT_RECENT(
      "get_block_root_at_slot",
      1,
      "the slot is not in the recent past that the state remembers",
      Section.BLOCK_ROOT),
  START_SHARD_EPOCH("get_start_shard", 1, "the epoch is beyond the next one", Section.START_SHARD),
  CUSTODY_BITS_SUBSET(
      "get_indexed_attestation",
      1,
      "a custody bit is set for a validator that did not attest",
      Section.INDEXED_ATTESTATION),

  // Beacon chain: transition
  STATE_ROOT(
      "state_transition",
      1,
      "the block's state root is not that of the post-state",
      Section.TRANSITION),
  SLOT_NOT_BEFORE_STATE(
      "process_slots", 1, "the slot lies before the slot of the state", Section.TRANSITION),
  SOURCE_ATTESTATIONS_EPOCH(
      "get_matching_source_attestations",
      1,
      "the epoch is neither previous nor current",
      Section.EPOCH_HELPERS),

  // Block header
  BLOCK_SLOT(
      "process_block_header", 1, "the block's slot is not the slot of the state", Section.HEADER),
  BLOCK_PARENT_ROOT(
      "process_block_header",
      2,
      "the block's parent is not the latest block of the state",
      Section.HEADER),
  PROPOSER_NOT_SLASHED("process_block_header", 3, "the proposer is slashed", Section.HEADER),
  PROPOSER_SIGNATURE(
      "process_block_header",
      4,
      "the block's signature is not that of its proposer",
      Section.HEADER),

  // RANDAO
  RANDAO_REVEAL(
      "process_randao",
      1,
      "the RANDAO reveal is not the proposer's signature of the epoch",
      Section.RANDAO),

  // Operations
  DEPOSIT_COUNT(
      "process_operations",
      1,
      "the block does not carry the deposits that are due",
      Section.OPERATIONS),
  TRANSFERS_DISTINCT(
      "process_operations", 2, "the same transfer stands twice in the block", Section.OPERATIONS),

  // Proposer slashings
  PROPOSER_SLASHING_EPOCH(
      "process_proposer_slashing",
      1,
      "the two headers are of different epochs",
      Section.PROPOSER_SLASHINGS),
  PROPOSER_SLASHING_HEADERS_DIFFER(
      "process_proposer_slashing", 2, "the two headers are the same", Section.PROPOSER_SLASHINGS),
  PROPOSER_SLASHING_SLASHABLE(
      "process_proposer_slashing",
      3,
      "the proposer cannot be slashed (any more, or yet)",
      Section.PROPOSER_SLASHINGS),
  PROPOSER_SLASHING_SIGNATURE(
      "process_proposer_slashing",
      4,
      "a header's signature is not that of the proposer",
      Section.PROPOSER_SLASHINGS),

  // Attester slashings
  ATTESTER_SLASHING_CONFLICT(
      "process_attester_slashing",
      1,
      "the two votes are neither a double nor a surround vote",
      Section.ATTESTER_SLASHINGS),
  ATTESTER_SLASHING_ATTESTATION_1(
      "process_attester_slashing",
      2,
      "the first attestation's indices or signature are not valid",
      Section.ATTESTER_SLASHINGS),
  ATTESTER_SLASHING_ATTESTATION_2(
      "process_attester_slashing",
      3,
      "the second attestation's indices or signature are not valid",
      Section.ATTESTER_SLASHINGS),
  ATTESTER_SLASHING_ANY_SLASHED(
      "process_attester_slashing",
      4,
      "no validator that cast both votes can be slashed",
      Section.ATTESTER_SLASHINGS),

  // Attestations
  ATTESTATION_SHARD("process_attestation", 1, "the shard does not exist", Section.ATTESTATIONS),
  ATTESTATION_TARGET_EPOCH(
      "process_attestation",
      2,
      "the target epoch is neither previous nor current",
      Section.ATTESTATIONS),
  ATTESTATION_INCLUSION_SLOT(
      "process_attestation",
      3,
      "the attestation is included too early or too late",
      Section.ATTESTATIONS),
  ATTESTATION_BITS_LENGTH(
      "process_attestation",
      4,
      "the bit lists are not as long as the committee",
      Section.ATTESTATIONS),
  ATTESTATION_SOURCE_CURRENT(
      "process_attestation",
      5,
      "the source is not the current justified checkpoint",
      Section.ATTESTATIONS),
  ATTESTATION_SOURCE_PREVIOUS(
      "process_attestation",
      6,
      "the source is not the previous justified checkpoint",
      Section.ATTESTATIONS),
  ATTESTATION_CROSSLINK_PARENT(
      "process_attestation",
      7,
      "the crosslink's parent is not the shard's latest crosslink",
      Section.ATTESTATIONS),
  ATTESTATION_CROSSLINK_START(
      "process_attestation",
      8,
      "the crosslink does not start where its parent ends",
      Section.ATTESTATIONS),
  ATTESTATION_CROSSLINK_END(
      "process_attestation", 9, "the crosslink does not end where it has to", Section.ATTESTATIONS),
  ATTESTATION_CROSSLINK_DATA(
      "process_attestation",
      10,
      "the crosslink carries data, which phase 0 does not have",
      Section.ATTESTATIONS),
  ATTESTATION_SIGNATURE(
      "process_attestation",
      11,
      "the attestation's indices or aggregate signature are not valid",
      Section.ATTESTATIONS),

  // Deposits
  DEPOSIT_PROOF(
      "process_deposit", 1, "the Merkle proof does not lead to the deposit root", Section.DEPOSITS),

  // Voluntary exits
  EXIT_ACTIVE("process_voluntary_exit", 1, "the validator is not active", Section.VOLUNTARY_EXITS),
  EXIT_NOT_INITIATED(
      "process_voluntary_exit",
      2,
      "the validator's exit is already under way",
      Section.VOLUNTARY_EXITS),
  EXIT_EPOCH(
      "process_voluntary_exit", 3, "the epoch of the exit has not come", Section.VOLUNTARY_EXITS),
  EXIT_ACTIVE_LONG_ENOUGH(
      "process_voluntary_exit",
      4,
      "the validator has not been active long enough",
      Section.VOLUNTARY_EXITS),
  EXIT_SIGNATURE(
      "process_voluntary_exit",
      5,
      "the exit's signature is not that of the validator",
      Section.VOLUNTARY_EXITS),

  // Transfers
  TRANSFER_BALANCE(
      "process_transfer",
      1,
      "the sender's balance does not cover amount and fee",
      Section.TRANSFERS),
  TRANSFER_SLOT("process_transfer", 2, "the transfer is for another slot", Section.TRANSFERS),
  TRANSFER_SENDER_FREE(
      "process_transfer",
      3,
      "the sender was eligible, is not withdrawable, and would keep too little to stay at full"
          + " balance",
      Section.TRANSFERS),
  TRANSFER_WITHDRAWAL_CREDENTIALS(
      "process_transfer",
      4,
      "the key is not that of the sender's withdrawal credentials",
      Section.TRANSFERS),
  TRANSFER_SIGNATURE(
      "process_transfer", 5, "the transfer's signature is not that of its key", Section.TRANSFERS),
  TRANSFER_SENDER_DUST(
      "process_transfer", 6, "the sender would be left with dust", Section.TRANSFERS),
  TRANSFER_RECIPIENT_DUST(
      "process_transfer", 7, "the recipient would be left with dust", Section.TRANSFERS),

  // Fork choice
  PARENT_KNOWN("on_block", 1, "the parent is not in the store", Section.ON_BLOCK),
  SLOT_HAS_COME("on_block", 2, "the block's slot has not come", Section.ON_BLOCK),
  DESCENDS_FROM_FINALIZED(
      "on_block", 3, "the block does not descend from the finalized block", Section.ON_BLOCK),
  LATER_THAN_FINALIZED(
      "on_block", 4, "the block is not later than the finalized epoch's start", Section.ON_BLOCK),
  VOTE_TARGET_KNOWN(
      "on_attestation", 1, "the target block is not in the store", Section.ON_ATTESTATION),
  VOTE_TARGET_EPOCH_HAS_COME(
      "on_attestation", 2, "the target epoch has not come", Section.ON_ATTESTATION),
  VOTE_SLOT_HAS_PASSED(
      "on_attestation", 3, "the attestation's slot has not passed", Section.ON_ATTESTATION),
  VOTE_VALID(
      "on_attestation",
      4,
      "the attestation is not valid in the target's state",
      Section.ON_ATTESTATION),

  // Validator guide
  ASSIGNMENT_EPOCH(
      "get_committee_assignment", 1, "the epoch is beyond the next one", Section.ASSIGNMENTS);

  private static final String SPECS =
      "https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/";

  private final String function;
  private final int assertion;
  private final String wording;
  private final String section;

  Checks(String function, int assertion, String wording, String section) {
    this.function = function;
    this.assertion = assertion;
    this.wording = wording;
    this.section = section;
  }

  /** Throws with this check unless {@code holds}; the texts are made only then. */
  void require(boolean holds, Supplier<String> expected, Supplier<String> actual) {
    if (!holds) {
      throw InvalidException.failed(this, expected.get(), actual.get());
    }
  }

  @Override
  public String id() {
    return name();
  }

  @Override
  public String function() {
    return function;
  }

  @Override
  public OptionalInt assertion() {
    return OptionalInt.of(assertion);
  }

  @Override
  public String wording() {
    return wording;
  }

  @Override
  public String link() {
    return SPECS + section;
  }

  /** Where in the documents a function stands: file and heading. */
  private static final class Section {
    private static final String CHAIN = "core/0_beacon-chain.md#";
    private static final String CHOICE = "core/0_fork-choice.md#";
    static final String SHUFFLING = CHAIN + "compute_shuffled_index";
    static final String BLOCK_ROOT = CHAIN + "get_block_root_at_slot";
    static final String START_SHARD = CHAIN + "get_start_shard";
    static final String INDEXED_ATTESTATION = CHAIN + "get_indexed_attestation";
    static final String TRANSITION = CHAIN + "beacon-chain-state-transition-function";
    static final String EPOCH_HELPERS = CHAIN + "helper-functions-1";
    static final String HEADER = CHAIN + "block-header";
    static final String RANDAO = CHAIN + "randao";
    static final String OPERATIONS = CHAIN + "operations";
    static final String PROPOSER_SLASHINGS = CHAIN + "proposer-slashings";
    static final String ATTESTER_SLASHINGS = CHAIN + "attester-slashings";
    static final String ATTESTATIONS = CHAIN + "attestations";
    static final String DEPOSITS = CHAIN + "deposits";
    static final String VOLUNTARY_EXITS = CHAIN + "voluntary-exits";
    static final String TRANSFERS = CHAIN + "transfers";
    static final String ON_BLOCK = CHOICE + "on_block";
    static final String ON_ATTESTATION = CHOICE + "on_attestation";
    static final String ASSIGNMENTS = "validator/0_beacon-chain-validator.md#validator-assignments";
  }
}
