package crosscheck.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a long-running command has opened, closed in the reverse order: when the command ends, or
 * when the process is told to end (Ctrl-C, SIGTERM), whichever comes first.
 */
final class OpenParts implements AutoCloseable {

  /** Something to close that throws nothing checked. */
  interface Part {
    void close();
  }

  private final Deque<Part> parts = new ArrayDeque<>();
  private final Terminal terminal;
  private boolean closed;

  OpenParts(Terminal terminal) {
    this.terminal = terminal;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close"));
  }

  /** Remembers to close it; at once when everything is closed already. */
  synchronized void add(Part part) {
    if (closed) {
      part.close();
    } else {
      parts.push(part);
    }
  }

  /** Every part gets its turn, whatever happens to those before. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      try {
        part.close();
      } catch (RuntimeException e) {
        terminal.say("while closing: " + e);
      }
    }
  }
}
