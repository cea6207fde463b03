package crosscheck.indexer.exercise;

/** How a kind of goal is decided. It remembers nothing but what it returns. */
interface Question {

  /**
   * Looks at the tables.
   *
   * @return the same for the same tables, whatever was asked before, as far as that matters for the
   *     decision
   */
  Finding look(Target target, View view);

  /** The one for a kind. */
  static Question of(GoalKind kind) {
    return switch (kind) {
      case FINALIZED -> new FinalizedQuestion();
      case REACHES_HEAD -> new ReachesHeadQuestion();
      case FOLLOWS_HEAD -> new FollowsHeadQuestion();
      case NO_INVALID_BLOCK -> new InvalidBlockQuestion();
      case NO_DEEP_FORK -> new DeepForkQuestion();
      case PARTICIPATION -> new ParticipationQuestion();
      case NO_OFFENCE -> new OffenceQuestion();
    };
  }
}
