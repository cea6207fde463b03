package crosscheck.spec.v08;

import crosscheck.spec.Config;
import crosscheck.spec.Uint64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/**
 * The constants of phase 0 under one configuration, with the spec's names. Read once, checked once:
 * a configuration under which the transition could not run is refused here.
 *
 * @see <a
 *     href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/core/0_beacon-chain.md#configuration">spec</a>
 */
@SuppressWarnings("checkstyle:MemberName")
final class Constants {

  // Not configurable
  static final long FAR_FUTURE_EPOCH = Uint64.MAX;
  static final long GENESIS_EPOCH = 0;
  static final long BASE_REWARDS_PER_EPOCH = 5;
  static final int DEPOSIT_CONTRACT_TREE_DEPTH = 32;
  static final long SECONDS_PER_DAY = 86_400;
  static final int JUSTIFICATION_BITS_LENGTH = 4;

  /**
   * Greatest length of a vector of the state: keeps an odd configuration from eating the memory.
   */
  private static final long MAX_VECTOR_LENGTH = 1L << 24;

  // Misc
  final long SHARD_COUNT;
  final long TARGET_COMMITTEE_SIZE;
  final long MAX_VALIDATORS_PER_COMMITTEE;
  final long MIN_PER_EPOCH_CHURN_LIMIT;
  final long CHURN_LIMIT_QUOTIENT;
  final int SHUFFLE_ROUND_COUNT;
  final long MIN_GENESIS_ACTIVE_VALIDATOR_COUNT;
  final long MIN_GENESIS_TIME;

  // Gwei values
  final long MIN_DEPOSIT_AMOUNT;
  final long MAX_EFFECTIVE_BALANCE;
  final long EJECTION_BALANCE;
  final long EFFECTIVE_BALANCE_INCREMENT;

  // Initial values
  final Bytes BLS_WITHDRAWAL_PREFIX;

  // Time parameters
  final long SECONDS_PER_SLOT;
  final long MIN_ATTESTATION_INCLUSION_DELAY;
  final long SLOTS_PER_EPOCH;
  final long MIN_SEED_LOOKAHEAD;
  final long ACTIVATION_EXIT_DELAY;
  final long SLOTS_PER_ETH1_VOTING_PERIOD;
  final long SLOTS_PER_HISTORICAL_ROOT;
  final long MIN_VALIDATOR_WITHDRAWABILITY_DELAY;
  final long PERSISTENT_COMMITTEE_PERIOD;
  final long MAX_EPOCHS_PER_CROSSLINK;
  final long MIN_EPOCHS_TO_INACTIVITY_PENALTY;

  // State list lengths
  final long EPOCHS_PER_HISTORICAL_VECTOR;
  final long EPOCHS_PER_SLASHINGS_VECTOR;
  final long HISTORICAL_ROOTS_LIMIT;
  final long VALIDATOR_REGISTRY_LIMIT;

  // Rewards and penalties
  final long BASE_REWARD_FACTOR;
  final long WHISTLEBLOWER_REWARD_QUOTIENT;
  final long PROPOSER_REWARD_QUOTIENT;
  final long INACTIVITY_PENALTY_QUOTIENT;
  final long MIN_SLASHING_PENALTY_QUOTIENT;

  // Max operations per block
  final long MAX_PROPOSER_SLASHINGS;
  final long MAX_ATTESTER_SLASHINGS;
  final long MAX_ATTESTATIONS;
  final long MAX_DEPOSITS;
  final long MAX_VOLUNTARY_EXITS;
  final long MAX_TRANSFERS;

  // Signature domain types
  final Bytes DOMAIN_BEACON_PROPOSER;
  final Bytes DOMAIN_RANDAO;
  final Bytes DOMAIN_ATTESTATION;
  final Bytes DOMAIN_DEPOSIT;
  final Bytes DOMAIN_VOLUNTARY_EXIT;
  final Bytes DOMAIN_TRANSFER;

  private final Config config;

  /**
   * Reads and checks a configuration.
   *
   * @throws IllegalArgumentException naming the constant that is missing, malformed or impossible
   */
  Constants(Config config) {
    this.config = config;
    SHARD_COUNT = vectorLength("SHARD_COUNT");
    TARGET_COMMITTEE_SIZE = positive("TARGET_COMMITTEE_SIZE");
    MAX_VALIDATORS_PER_COMMITTEE = positive("MAX_VALIDATORS_PER_COMMITTEE");
    MIN_PER_EPOCH_CHURN_LIMIT = config.uint64("MIN_PER_EPOCH_CHURN_LIMIT");
    CHURN_LIMIT_QUOTIENT = positive("CHURN_LIMIT_QUOTIENT");
    SHUFFLE_ROUND_COUNT = (int) inRange("SHUFFLE_ROUND_COUNT", 0, 256);
    MIN_GENESIS_ACTIVE_VALIDATOR_COUNT = config.uint64("MIN_GENESIS_ACTIVE_VALIDATOR_COUNT");
    MIN_GENESIS_TIME = config.uint64("MIN_GENESIS_TIME");
    MIN_DEPOSIT_AMOUNT = config.uint64("MIN_DEPOSIT_AMOUNT");
    MAX_EFFECTIVE_BALANCE = config.uint64("MAX_EFFECTIVE_BALANCE");
    EJECTION_BALANCE = config.uint64("EJECTION_BALANCE");
    EFFECTIVE_BALANCE_INCREMENT = positive("EFFECTIVE_BALANCE_INCREMENT");
    if (config.uint64("GENESIS_SLOT") != 0) {
      throw new IllegalArgumentException(
          "configuration %s: GENESIS_SLOT must be 0 in phase 0".formatted(config.name()));
    }
    BLS_WITHDRAWAL_PREFIX = config.bytes("BLS_WITHDRAWAL_PREFIX", 1);
    SECONDS_PER_SLOT = positive("SECONDS_PER_SLOT");
    MIN_ATTESTATION_INCLUSION_DELAY = config.uint64("MIN_ATTESTATION_INCLUSION_DELAY");
    SLOTS_PER_EPOCH = inRange("SLOTS_PER_EPOCH", 1, SHARD_COUNT);
    MIN_SEED_LOOKAHEAD = config.uint64("MIN_SEED_LOOKAHEAD");
    ACTIVATION_EXIT_DELAY = config.uint64("ACTIVATION_EXIT_DELAY");
    SLOTS_PER_ETH1_VOTING_PERIOD = positive("SLOTS_PER_ETH1_VOTING_PERIOD");
    SLOTS_PER_HISTORICAL_ROOT = vectorLength("SLOTS_PER_HISTORICAL_ROOT");
    MIN_VALIDATOR_WITHDRAWABILITY_DELAY = config.uint64("MIN_VALIDATOR_WITHDRAWABILITY_DELAY");
    PERSISTENT_COMMITTEE_PERIOD = config.uint64("PERSISTENT_COMMITTEE_PERIOD");
    MAX_EPOCHS_PER_CROSSLINK = config.uint64("MAX_EPOCHS_PER_CROSSLINK");
    MIN_EPOCHS_TO_INACTIVITY_PENALTY = config.uint64("MIN_EPOCHS_TO_INACTIVITY_PENALTY");
    EPOCHS_PER_HISTORICAL_VECTOR = vectorLength("EPOCHS_PER_HISTORICAL_VECTOR");
    EPOCHS_PER_SLASHINGS_VECTOR = vectorLength("EPOCHS_PER_SLASHINGS_VECTOR");
    HISTORICAL_ROOTS_LIMIT = config.uint64("HISTORICAL_ROOTS_LIMIT");
    VALIDATOR_REGISTRY_LIMIT = config.uint64("VALIDATOR_REGISTRY_LIMIT");
    BASE_REWARD_FACTOR = config.uint64("BASE_REWARD_FACTOR");
    WHISTLEBLOWER_REWARD_QUOTIENT = positive("WHISTLEBLOWER_REWARD_QUOTIENT");
    PROPOSER_REWARD_QUOTIENT = positive("PROPOSER_REWARD_QUOTIENT");
    INACTIVITY_PENALTY_QUOTIENT = positive("INACTIVITY_PENALTY_QUOTIENT");
    MIN_SLASHING_PENALTY_QUOTIENT = positive("MIN_SLASHING_PENALTY_QUOTIENT");
    MAX_PROPOSER_SLASHINGS = config.uint64("MAX_PROPOSER_SLASHINGS");
    MAX_ATTESTER_SLASHINGS = config.uint64("MAX_ATTESTER_SLASHINGS");
    MAX_ATTESTATIONS = config.uint64("MAX_ATTESTATIONS");
    MAX_DEPOSITS = config.uint64("MAX_DEPOSITS");
    MAX_VOLUNTARY_EXITS = config.uint64("MAX_VOLUNTARY_EXITS");
    MAX_TRANSFERS = config.uint64("MAX_TRANSFERS");
    DOMAIN_BEACON_PROPOSER = config.bytes("DOMAIN_BEACON_PROPOSER", 4);
    DOMAIN_RANDAO = config.bytes("DOMAIN_RANDAO", 4);
    DOMAIN_ATTESTATION = config.bytes("DOMAIN_ATTESTATION", 4);
    DOMAIN_DEPOSIT = config.bytes("DOMAIN_DEPOSIT", 4);
    DOMAIN_VOLUNTARY_EXIT = config.bytes("DOMAIN_VOLUNTARY_EXIT", 4);
    DOMAIN_TRANSFER = config.bytes("DOMAIN_TRANSFER", 4);
  }

  Config config() {
    return config;
  }

  /** The numbers that limits and lengths of the containers name. */
  Map<String, Long> forSsz() {
    Map<String, Long> constants = new LinkedHashMap<>();
    constants.put("DEPOSIT_CONTRACT_TREE_DEPTH", (long) DEPOSIT_CONTRACT_TREE_DEPTH);
    constants.put("JUSTIFICATION_BITS_LENGTH", (long) JUSTIFICATION_BITS_LENGTH);
    constants.put("SHARD_COUNT", SHARD_COUNT);
    constants.put("SLOTS_PER_EPOCH", SLOTS_PER_EPOCH);
    constants.put("SLOTS_PER_ETH1_VOTING_PERIOD", SLOTS_PER_ETH1_VOTING_PERIOD);
    constants.put("SLOTS_PER_HISTORICAL_ROOT", SLOTS_PER_HISTORICAL_ROOT);
    constants.put("EPOCHS_PER_HISTORICAL_VECTOR", EPOCHS_PER_HISTORICAL_VECTOR);
    constants.put("EPOCHS_PER_SLASHINGS_VECTOR", EPOCHS_PER_SLASHINGS_VECTOR);
    constants.put("HISTORICAL_ROOTS_LIMIT", HISTORICAL_ROOTS_LIMIT);
    constants.put("VALIDATOR_REGISTRY_LIMIT", VALIDATOR_REGISTRY_LIMIT);
    constants.put("MAX_VALIDATORS_PER_COMMITTEE", MAX_VALIDATORS_PER_COMMITTEE);
    constants.put("MAX_PROPOSER_SLASHINGS", MAX_PROPOSER_SLASHINGS);
    constants.put("MAX_ATTESTER_SLASHINGS", MAX_ATTESTER_SLASHINGS);
    constants.put("MAX_ATTESTATIONS", MAX_ATTESTATIONS);
    constants.put("MAX_DEPOSITS", MAX_DEPOSITS);
    constants.put("MAX_VOLUNTARY_EXITS", MAX_VOLUNTARY_EXITS);
    constants.put("MAX_TRANSFERS", MAX_TRANSFERS);
    return constants;
  }

  private long positive(String constant) {
    return inRange(constant, 1, Long.MAX_VALUE);
  }

  private long vectorLength(String constant) {
    return inRange(constant, 1, MAX_VECTOR_LENGTH);
  }

  private long inRange(String constant, long least, long most) {
    long value = config.uint64(constant);
    if (Uint64.less(value, least) || Uint64.less(most, value)) {
      throw new IllegalArgumentException(
          "configuration %s: %s must be from %d to %d, got %s"
              .formatted(config.name(), constant, least, most, Uint64.text(value)));
    }
    return value;
  }
}
