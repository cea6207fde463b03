package crosscheck.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page under {@code docs/} that a test writes: the committed page must be what the run says. With
 * {@code -Dcrosscheck.update=true} the test writes it instead.
 */
public final class GeneratedPage {

  private static final String PROPERTY = "crosscheck.update";

  private GeneratedPage() {}

  /**
   * Fails when the committed page is not {@code content}, naming the command that regenerates it.
   *
   * @param page path in the repository, e.g. {@code docs/vectors.md}
   * @param test the test class that makes the page
   */
  public static void compare(String page, String content, Class<?> test) throws IOException {
    compare(page, content, "verifier", test);
  }

  /**
   * The same for a page that a test of another module makes.
   *
   * @param module folder of the module
   */
  public static void compare(String page, String content, String module, Class<?> test)
      throws IOException {
    Path file = Data.repository().resolve(page);
    if (Boolean.getBoolean(PROPERTY)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return;
    }
    String committed =
        Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "(no such file)";
    assertThat(committed)
        .as(
            "%s is not what the run says. Regenerate it: ./mvnw -pl %s test -Dtest=%s -D%s",
            page, module, test.getSimpleName(), PROPERTY)
        .isEqualTo(content);
  }
}
