package crosscheck.indexer.alert;

/** A rule could not look; the cause says why. */
final class RuleFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String rule;

  RuleFault(String rule, RuntimeException cause) {
    super("the alert rule " + rule + " fails", cause);
    this.rule = rule;
  }

  String rule() {
    return rule;
  }
}
