package crosscheck.testnet.bug;

import crosscheck.spec.Config;
import crosscheck.spec.v08.BlockDeviations;
import crosscheck.spec.v08.Deviation;
import crosscheck.spec.v08.EpochDeviations;
import crosscheck.spec.v08.HelperDeviations;
import crosscheck.spec.v08.Phase0;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Bugs of a client's transition, in the order of the spec's functions. A node with one judges and
 * makes blocks by its own transition: its states and the state roots of its blocks are right until
 * the bug shows, and from then on it lives on a fork of its own.
 */
public enum Bug {
  EXIT_EPOCH_EARLY(
      "compute_activation_exit_epoch",
      "Exits and activations take effect an epoch early.",
      "when a validator exits, is slashed or is activated",
      HelperDeviations::activationExitEpochEarly),
  CHURN_PLUS_ONE(
      "get_validator_churn_limit",
      "The churn limit is one too large.",
      "when more validators wait to enter or leave than may in one epoch",
      HelperDeviations::churnPlusOne),
  SEED_STALE(
      "get_seed",
      "The seed takes the mix of an epoch before the right one: committees and proposers come from"
          + " a stale shuffling.",
      "in the third epoch, when the first mixes differ",
      HelperDeviations::seedOfEarlierMix),
  TOTAL_BALANCE_ALL(
      "get_total_active_balance",
      "The total active balance includes validators that are not active.",
      "at the end of an epoch in which a validator is not active",
      HelperDeviations::totalBalanceOfAll),
  BALANCE_WRAPS(
      "decrease_balance",
      "A balance does not stop at zero but wraps to almost 2^64.",
      "when a penalty is more than a validator has left",
      HelperDeviations::balanceWraps),
  SLASH_WHISTLEBLOWER_FULL(
      "slash_validator",
      "The whistleblower gets the whole reward, and the proposer's share comes on top.",
      "when a validator is slashed",
      HelperDeviations::whistleblowerRewardInFull),
  STATE_ROOT_NEXT_POSITION(
      "process_slot",
      "The state root is written to the position of the next slot.",
      "in the first slot",
      HelperDeviations::stateRootAtNextPosition),
  STATE_ROOT_STALE(
      "process_slot",
      "In a slot without a block the root of the block's state is kept, not the advanced one's.",
      "in the second slot without a block in a row, or the first one after an epoch's end",
      HelperDeviations::stateRootStale),
  EPOCH_ORDER_REWARDS_FIRST(
      "process_epoch",
      "Rewards and penalties come before justification and finalization.",
      "when crosslinks are formed, from the second epoch on",
      EpochDeviations::rewardsFirst),
  EPOCH_CROSSLINKS_SKIPPED(
      "process_epoch",
      "Crosslinks are not processed.",
      "at the end of the first epoch with votes",
      EpochDeviations::crosslinksSkipped),
  EPOCH_REWARDS_TWICE(
      "process_epoch",
      "Rewards and penalties are paid twice in a row.",
      "at the end of the second epoch",
      EpochDeviations::rewardsTwice),
  JUST_SHIFT_FORGOTTEN(
      "process_justification_and_finalization",
      "The justification bits are not shifted.",
      "one epoch after the first justification",
      EpochDeviations::justificationBitsNotShifted),
  JUST_PREVIOUS_BIT_MISSED(
      "process_justification_and_finalization",
      "The bit of the previous epoch is not set when that epoch is justified late.",
      "when an epoch gets its two thirds only in the next one",
      EpochDeviations::previousJustificationBitMissed),
  FIN_RULE_4_MISSING(
      "process_justification_and_finalization",
      "The rule that finalizes the previous epoch when the current one is justified is missing.",
      "at the first finality of a healthy chain",
      EpochDeviations::fourthFinalityRuleMissing),
  CROSSLINK_TIE_SMALLER(
      "get_winning_crosslink_and_attesting_indices",
      "Of crosslinks with the same balance the one with the smaller data root wins.",
      "only when votes of one shard tie: not after a phase 0 genesis without attestations",
      EpochDeviations::crosslinkTieToSmaller),
  BASE_REWARD_CEIL(
      "get_base_reward",
      "The base reward is rounded up.",
      "at the end of the second epoch",
      EpochDeviations::baseRewardRoundedUp),
  PROPOSER_REWARD_FORGOTTEN(
      "get_attestation_deltas",
      "The proposer gets nothing for the attestations it includes.",
      "at the end of the second epoch",
      EpochDeviations::proposerRewardForgotten),
  INCLUSION_DELAY_OFF(
      "get_attestation_deltas",
      "An attester's reward shrinks by one slot's share too much.",
      "at the end of the second epoch",
      EpochDeviations::inclusionDelayOff),
  LEAK_HEAD(
      "get_attestation_deltas",
      "Without finality the voters for the head are spared, not those for the target.",
      "in a leak, when a vote has the right target and a wrong head",
      EpochDeviations::leakSparesHeadVoters),
  LEAK_DOUBLED(
      "get_attestation_deltas",
      "The inactivity penalty is twice what it should be.",
      "in a leak, for validators that do not vote",
      HelperDeviations::inactivityPenaltyDoubled),
  QUEUE_UNSORTED(
      "process_registry_updates",
      "Validators are activated in the order of their indices, not of their eligibility.",
      "when the activation queue is longer than the churn limit, and not in order",
      EpochDeviations::activationQueueUnsorted),
  SLASHINGS_NO_MULTIPLIER(
      "process_slashings",
      "Slashed balances count once in the penalty, not threefold.",
      "half way between a slashing and its withdrawable epoch, when enough are slashed",
      EpochDeviations::slashingsNotMultiplied),
  SLASHINGS_WINDOW_OFF(
      "process_final_updates",
      "The slashings of the epoch that ends are dropped, not those of the oldest one.",
      "at the end of an epoch with a slashing",
      EpochDeviations::slashingsWindowOff),
  ETH1_VOTES_DROPPED_EARLY(
      "process_final_updates",
      "The votes on eth1 data are dropped every epoch, not every voting period.",
      "at the end of the first epoch",
      EpochDeviations::eth1VotesDroppedEarly),
  HYSTERESIS_HALF(
      "process_final_updates",
      "The effective balance goes up when the balance is half an increment above it.",
      "when a balance recovers by half an increment",
      EpochDeviations::hysteresisHalf),
  HYSTERESIS_NONE(
      "process_final_updates",
      "The effective balance follows the balance every epoch.",
      "when a balance recovers by an increment",
      EpochDeviations::hysteresisNone),
  ACTIVE_ROOT_POSITION(
      "process_final_updates",
      "The active index root is written one epoch too early.",
      "when the active set changes",
      EpochDeviations::activeIndexRootEarly),
  COMPACT_ROOT_EPOCH(
      "process_final_updates",
      "The compact committees' root is that of the epoch that ends.",
      "at the end of the first epoch",
      EpochDeviations::compactCommitteesOfCurrentEpoch),
  RANDAO_NOT_CARRIED(
      "process_final_updates",
      "The RANDAO mix is not carried over to the next epoch.",
      "at the end of the first epoch",
      EpochDeviations::randaoMixNotCarried),
  HISTORICAL_ROOT_MISSED(
      "process_final_updates",
      "The historical batch is not appended.",
      "after SLOTS_PER_HISTORICAL_ROOT slots",
      EpochDeviations::historicalRootMissed),
  START_SHARD_OFF(
      "process_final_updates",
      "The next epoch's first shard is one too far.",
      "at the end of the first epoch",
      EpochDeviations::startShardOff),
  HEADER_ROOT_NOT_ZEROED(
      "process_block_header",
      "The new header keeps the state root of the block before.",
      "in the first block",
      BlockDeviations::headerRootNotZeroed),
  RANDAO_NOT_MIXED(
      "process_randao",
      "The reveal replaces the mix instead of being mixed in.",
      "in the first block",
      BlockDeviations::randaoNotMixed),
  ETH1_HALF(
      "process_eth1_data",
      "Half of the eth1 votes is enough.",
      "when half of a voting period's slots have voted for the same data",
      BlockDeviations::eth1MajorityOfHalf),
  ATT_PROPOSER_INDEX(
      "process_attestation",
      "A pending attestation names the first member of its committee as proposer.",
      "in the first block with an attestation",
      BlockDeviations::attestationProposerIndex),
  CREDIT_NON_PARTICIPANTS(
      "process_attestation",
      "The whole committee is credited for an attestation, also those who took no part.",
      "when a block includes an attestation without all of its committee",
      BlockDeviations::creditToNonParticipants),
  DEPOSIT_TOPUP_IGNORED(
      "process_deposit",
      "A deposit for a known key does not increase its balance.",
      "when such a deposit is included",
      BlockDeviations::topUpIgnored),
  DEPOSIT_INDEX_STUCK(
      "process_deposit",
      "The index of the next deposit does not move on.",
      "when a deposit is included",
      BlockDeviations::depositIndexStuck);

  private static final String SPEC =
      "https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#";

  private final String function;
  private final String does;
  private final String shows;

  /** A reference to a method: it has no state. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Supplier<Deviation> deviation;

  Bug(String function, String does, String shows, Supplier<Deviation> deviation) {
    this.function = function;
    this.does = does;
    this.shows = shows;
    this.deviation = deviation;
  }

  /** As people write it: {@code base-reward-ceil}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The function of the spec that it breaks. */
  public String function() {
    return function;
  }

  /** Where the spec says how it ought to be. */
  public String link() {
    return SPEC + anchor();
  }

  /** What the client does, in a sentence. */
  public String does() {
    return does;
  }

  /** When its states begin to differ from the spec's. */
  public String shows() {
    return shows;
  }

  /**
   * The transition of a client with this bug.
   *
   * @param version the tag of the spec, e.g. {@code v0.8.3}
   * @throws IllegalArgumentException as {@link Phase0} does
   */
  public Phase0 in(String version, Config config) {
    return deviation.get().of(version, config);
  }

  /**
   * The bug with an id.
   *
   * @throws IllegalArgumentException for an unknown one, naming those there are
   */
  public static Bug of(String id) {
    return Arrays.stream(values())
        .filter(bug -> bug.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no bug is called \"%s\"; there are %s"
                        .formatted(
                            id,
                            Arrays.stream(values())
                                .map(Bug::id)
                                .collect(Collectors.joining(", ")))));
  }

  /** The section of the spec's page: helper functions have one each, steps are under headings. */
  private String anchor() {
    return switch (function) {
      case "process_slot" -> "beacon-chain-state-transition-function";
      case "process_epoch" -> "epoch-processing";
      case "process_justification_and_finalization" -> "justification-and-finalization";
      case "get_winning_crosslink_and_attesting_indices" -> "helper-functions-1";
      case "get_base_reward", "get_attestation_deltas" -> "rewards-and-penalties-1";
      case "process_registry_updates" -> "registry-updates";
      case "process_slashings" -> "slashings";
      case "process_final_updates" -> "final-updates";
      case "process_block_header" -> "block-header";
      case "process_randao" -> "randao";
      case "process_eth1_data" -> "eth1-data";
      case "process_attestation" -> "attestations";
      case "process_deposit" -> "deposits";
      default -> function;
    };
  }
}
