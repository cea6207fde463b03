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

/**
 * {@code docs/api.md} and {@code docs/beacon-api.md} have a chapter for each address, and for no
 * other.
 */
class ManualTest {

  private static final Pattern CHAPTER = Pattern.compile("(?m)^### `((GET|POST|DELETE) /\\S+)`$");

  @Test
  void hasAChapterForEachAddress() throws IOException {
    List<String> chapters = new ArrayList<>();
    for (String manual : List.of("docs/api.md", "docs/beacon-api.md")) {
      String text = Files.readString(Data.repository().resolve(manual));
      for (Matcher at = CHAPTER.matcher(text); at.find(); ) {
        chapters.add(at.group(1));
      }
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
