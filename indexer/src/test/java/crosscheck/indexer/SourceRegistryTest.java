package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.source.SourceRegistry;
import crosscheck.indexer.source.SourceSettings;
import crosscheck.settings.Value;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sources of the file, and those that were added, side by side. */
final class SourceRegistryTest {

  private final Database database = TestDatabase.create();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final SourceRegistry registry = new SourceRegistry(database.jdbi(), clock);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void keepsWhatWasAddedWhenTheFileChanges() {
    registry.replaceThoseOfTheFile(List.of(source("a", "x"), source("b", "x")));
    assertThat(registry.add(source("c", "x"))).isTrue();
    registry.replaceThoseOfTheFile(List.of(source("b", "y")));
    assertThat(shown()).containsExactly("b file y", "c api x");
  }

  @Test
  void refusesASecondSourceOfAName() {
    registry.replaceThoseOfTheFile(List.of(source("a", "x")));
    assertThat(registry.add(source("a", "y"))).isFalse();
    assertThat(shown()).containsExactly("a file x");
    assertThatThrownBy(
            () -> registry.replaceThoseOfTheFile(List.of(source("a", "x"), source("a", "y"))))
        .hasMessage("two sources are named a");
  }

  @Test
  void givesTheFileWhatWasAddedUnderItsName() {
    assertThat(registry.add(source("a", "x"))).isTrue();
    registry.replaceThoseOfTheFile(List.of(source("a", "y")));
    assertThat(shown()).containsExactly("a file y");
  }

  @Test
  void forgetsWhatIsRemoved() {
    assertThat(registry.add(source("a", "x"))).isTrue();
    assertThat(registry.remove("a")).isTrue();
    assertThat(registry.remove("a")).isFalse();
    assertThat(shown()).isEmpty();
  }

  private static SourceSettings source(String name, String folder) {
    return SourceSettings.read(
        Value.parse("test", "{name: %s, kind: directory, folder: %s}".formatted(name, folder)));
  }

  private List<String> shown() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select name || ' ' || origin || ' ' || (settings ->> 'folder')
                        from source_settings
                        order by name
                        """)
                    .mapTo(String.class)
                    .list());
  }
}
