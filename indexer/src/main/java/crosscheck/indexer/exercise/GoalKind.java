package crosscheck.indexer.exercise;

import java.util.Arrays;
import java.util.Locale;

/** What can be asked for. */
enum GoalKind {
  /** A node sees an epoch as finalized, and our transition does, too. */
  FINALIZED(Standing.GOAL, true, "epoch"),
  /** A node comes up with the head of the chain. */
  REACHES_HEAD(Standing.GOAL, true, "within", "from"),
  /** A node is never far behind the head. */
  FOLLOWS_HEAD(Standing.CONDITION, true, "within", "from"),
  /** No block fails the transition. */
  NO_INVALID_BLOCK(Standing.CONDITION, false),
  /** No two branches grow side by side for long. */
  NO_DEEP_FORK(Standing.CONDITION, false, "most"),
  /** Enough of the validators vote for the right target in each epoch. */
  PARTICIPATION(Standing.CONDITION, false, "least", "from"),
  /** Nobody does what one can be slashed for. */
  NO_OFFENCE(Standing.CONDITION, false);

  /** Whether it is reached once, or has to hold all the time. */
  enum Standing {
    GOAL,
    CONDITION;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Standing standing;
  private final boolean ofNodes;

  /** Nobody else gets hold of it. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final String[] limits;

  GoalKind(Standing standing, boolean ofNodes, String... limits) {
    this.standing = standing;
    this.ofNodes = ofNodes;
    this.limits = limits;
  }

  Standing standing() {
    return standing;
  }

  /** Whether it is asked of nodes; else of the network. */
  boolean ofNodes() {
    return ofNodes;
  }

  /** Its own keys in a scenario. */
  String[] limits() {
    return limits.clone();
  }

  /** The word in scenarios, tables and interfaces, e.g. {@code no_deep_fork}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static GoalKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  static String[] words(Standing standing) {
    return Arrays.stream(values())
        .filter(kind -> kind.standing == standing)
        .map(GoalKind::word)
        .toArray(String[]::new);
  }
}
