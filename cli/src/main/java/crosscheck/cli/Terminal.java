package crosscheck.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Where a command writes.
 *
 * @param out for answers
 * @param err for everything said about the work
 * @param outShown whether a person sees {@code out} directly
 * @param errShown whether a person sees {@code err} directly
 * @param colour whether colours are welcome where a person looks
 */
record Terminal(
    PrintStream out, PrintStream err, boolean outShown, boolean errShown, boolean colour) {

  /** Set by the launcher, which can ask the shell what Java cannot: {@code out}, {@code err}. */
  private static final String SHOWN_STREAMS = "crosscheck.terminal";

  /** The process's own streams, UTF-8. */
  static Terminal ofProcess() {
    String told = System.getProperty(SHOWN_STREAMS);
    List<String> shown =
        told != null
            ? Arrays.asList(told.split(","))
            : System.console() != null ? List.of("out", "err") : List.of();
    String noColour = System.getenv("NO_COLOR");
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    return new Terminal(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        shown.contains("out"),
        shown.contains("err"),
        (noColour == null || noColour.isEmpty()) && !dumb);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 14),
        false,
        StandardCharsets.UTF_8);
  }

  /** One line about the work. */
  void say(String line) {
    err.println(line);
    err.flush();
  }

  /**
   * Hands everything written so far to the reader.
   *
   * @throws UsageException when standard output does not take it (closed pipe, full disk)
   */
  void flushOut() {
    if (out.checkError()) {
      throw new UsageException("standard output was closed or is full: stopped");
    }
  }

  /**
   * Writes bytes that are no text.
   *
   * @throws UsageException when a person would see them
   */
  void writeBinary(byte[] bytes) {
    if (outShown) {
      throw new UsageException(
          "not writing SSZ to a terminal: use --out FILE, or redirect standard output");
    }
    out.write(bytes, 0, bytes.length);
    flushOut();
  }
}
