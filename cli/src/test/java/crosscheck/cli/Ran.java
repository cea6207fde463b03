package crosscheck.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One command line, run to its end in this process.
 *
 * @param out what it wrote to standard output
 */
record Ran(int code, byte[] out, String err) {

  /** Nobody looks: both streams go to files. */
  static Ran of(Object... arguments) {
    return shown(false, arguments);
  }

  /** A person looks at both streams of a terminal with colours. */
  static Ran onATerminal(Object... arguments) {
    return shown(true, arguments);
  }

  private static Ran shown(boolean shown, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            shown,
            shown,
            shown);
    String[] texts = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
    int code = Main.run(terminal, texts);
    return new Ran(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  String text() {
    return new String(out, StandardCharsets.UTF_8);
  }

  List<String> lines() {
    return text().lines().toList();
  }
}
