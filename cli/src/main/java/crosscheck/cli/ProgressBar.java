package crosscheck.cli;

/**
 * A bar on standard error, shown only where a person looks at it. {@link #hide()} it before writing
 * anything else to the same screen.
 */
final class ProgressBar {

  private static final int WIDTH = 30;
  private static final long REDRAW_NANOS = 100_000_000;

  private final Terminal terminal;
  private final int total;
  private boolean drawn;
  private long drawnAt;

  ProgressBar(Terminal terminal, int total) {
    this.terminal = terminal;
    this.total = total;
  }

  /** Shows how much is done, at most ten times a second. */
  void show(int done, int bad) {
    long now = System.nanoTime();
    if (!terminal.errShown() || total < 2 || (drawn && now - drawnAt < REDRAW_NANOS)) {
      return;
    }
    int filled = (int) ((long) WIDTH * done / total);
    terminal
        .err()
        .printf(
            "\r[%s%s] %d/%d%s\u001b[K",
            "#".repeat(filled),
            "-".repeat(WIDTH - filled),
            done,
            total,
            bad == 0 ? "" : ", " + bad + " not valid");
    terminal.err().flush();
    drawn = true;
    drawnAt = now;
  }

  /** Takes the bar off the screen. */
  void hide() {
    if (drawn) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
      drawn = false;
    }
  }
}
