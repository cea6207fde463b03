package crosscheck.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import crosscheck.indexer.follow.Sql;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every statement of this module against the real schema. */
final class StatementsTest {

  private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z_0-9]+)");
  private static Database database;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  static List<String> names() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Sql.class.getResource("/crosscheck/indexer/sql/ready.sql").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".sql"))
          .map(name -> name.substring(0, name.length() - 4))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void isUnderstoodByTheDatabase(String name) throws SQLException {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    Matcher parameter = PARAMETER.matcher(Sql.named(name).replaceAll("--[^\n]*", ""));
    String numbered =
        parameter.replaceAll(
            match -> "\\$" + numbers.computeIfAbsent(match.group(1), p -> numbers.size() + 1));
    List<String> plan = new ArrayList<>();
    // Only the simple protocol lets parameters stand for themselves.
    try (Connection connection =
            DriverManager.getConnection(database.url() + "&preferQueryMode=simple");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("explain (generic_plan) " + numbered)) {
      while (rows.next()) {
        plan.add(rows.getString(1));
      }
    }
    assertThat(plan).isNotEmpty();
  }

  /** The statements that run for each block must not read whole tables. */
  @Test
  void findsTheNextInputsByAnIndex() {
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute("set enable_seqscan = off");
              assertThat(
                      handle
                          .createQuery(
                              "explain "
                                  + Sql.named("ready")
                                      .replace(":most_doubtful", "10")
                                      .replace(":few", "10")
                                      .replace(":most", "10"))
                          .mapTo(String.class)
                          .list())
                  .anyMatch(line -> line.contains("verdicts_ready"));
            });
  }
}
