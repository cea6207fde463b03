package crosscheck.replay;

/** Our bound on how many blocks are executed again for one state. */
final class RebuildBoundException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int bound;

  RebuildBoundException(int bound) {
    super("no state within " + bound + " blocks");
    this.bound = bound;
  }

  int bound() {
    return bound;
  }
}
