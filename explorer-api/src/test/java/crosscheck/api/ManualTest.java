package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.testing.Data;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/api.md} has a chapter for each address, and for no other. */
class ManualTest {

  private static final Pattern CHAPTER = Pattern.compile("(?m)^### `((GET|POST|DELETE) /\\S+)`$");

  @Test
  void hasAChapterForEachAddress() throws IOException {
    String manual = Files.readString(Data.repository().resolve("docs/api.md"));
    List<String> chapters = new ArrayList<>();
    for (Matcher at = CHAPTER.matcher(manual); at.find(); ) {
      chapters.add(at.group(1));
    }
    try (Explorer explorer = Explorer.empty()) {
      assertThat(chapters)
          .containsExactlyElementsOf(
              explorer.server().addresses().stream()
                  .map(route -> route.method() + " " + route.template())
                  .toList());
    }
  }
}
