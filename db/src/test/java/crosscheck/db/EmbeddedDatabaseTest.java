package crosscheck.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedDatabaseTest {

  @TempDir Path directory;

  @Test
  void isDurable() {
    try (Database database = Database.embedded(directory)) {
      for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
        assertThat(value(database, "show " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(value(database, "show server_version")).startsWith(EmbeddedServer.MAJOR_VERSION);
    }
  }

  private static String value(Database database, String sql) {
    return database.jdbi().withHandle(h -> h.createQuery(sql).mapTo(String.class).one());
  }
}
