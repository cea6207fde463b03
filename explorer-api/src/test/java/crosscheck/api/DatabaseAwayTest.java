package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import java.net.http.HttpResponse;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without its database, or before the indexer ever started, the server says so. */
@Timeout(120)
class DatabaseAwayTest {

  private static final List<String> READING =
      List.of(
          "/network",
          "/chain",
          "/blocks",
          "/blocks/head",
          "/blocks/1/ssz",
          "/verdicts",
          "/checks",
          "/events",
          "/health");

  @Test
  void answers503WhileNothingListensThere() {
    Jdbi nowhere = Jdbi.create("jdbc:postgresql://127.0.0.1:1/none?user=nobody");
    try (Explorer explorer = Explorer.over(nowhere, 2)) {
      for (String path : READING) {
        HttpResponse<byte[]> answer = explorer.get(Routes.API + path);
        assertThat(answer.statusCode()).as(path).isEqualTo(503);
        assertThat(Explorer.body(answer).get("message").asText()).contains("database");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      }
      assertThat(explorer.get("/api/v1/events/stream", "Accept", "text/event-stream").statusCode())
          .isEqualTo(503);
      assertThat(explorer.get("/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void servesAgainWhenTheDatabaseComesBack() {
    try (Database database = TestDatabase.create();
        HikariDataSource pool = pool(database.url());
        Explorer explorer = Explorer.over(Jdbi.create(pool), 2);
        Explorer other = Explorer.empty()) {
      assertThat(explorer.get("/api/v1/health").statusCode()).isEqualTo(200);
      String name =
          database
              .jdbi()
              .withHandle(
                  handle -> handle.select("select current_database()").mapTo(String.class).one());

      other
          .jdbi()
          .useHandle(
              handle -> {
                handle.execute("alter database " + name + " allow_connections false");
                handle.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = ?",
                    name);
              });
      HttpResponse<byte[]> away = explorer.get("/api/v1/health");
      assertThat(away.statusCode()).as(Explorer.text(away)).isEqualTo(503);

      other
          .jdbi()
          .useHandle(
              handle -> handle.execute("alter database " + name + " allow_connections true"));
      int status = 0;
      while (status != 200) {
        status = explorer.get("/api/v1/health").statusCode();
        assertThat(status).isIn(200, 503);
      }
    }
  }

  @Test
  void saysThatTheIndexerHasNotStarted() {
    try (Explorer explorer = Explorer.empty()) {
      for (String path : List.of("/network", "/chain", "/blocks/head", "/blocks/1")) {
        HttpResponse<byte[]> answer = explorer.get(Routes.API + path);
        assertThat(answer.statusCode()).as(path).isEqualTo(503);
        assertThat(Explorer.body(answer).get("message").asText()).contains("indexer");
      }
      assertThat(explorer.data("/blocks")).isEmpty();
      assertThat(explorer.data("/health").at("/indexer/backlog").asText()).isEqualTo("0");
    }
  }

  @Test
  void saysThatTheTablesAreMissing() {
    Jdbi empty = Jdbi.create(TestDatabase.createEmptyUrl());
    try (Explorer explorer = Explorer.over(empty, 2)) {
      HttpResponse<byte[]> answer = explorer.get("/api/v1/blocks");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(Explorer.body(answer).get("message").asText()).contains("no tables");
    }
  }

  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(4);
    config.setConnectionTimeout(1000);
    return new HikariDataSource(config);
  }
}
