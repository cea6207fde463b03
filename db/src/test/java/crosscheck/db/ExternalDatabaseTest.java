package crosscheck.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class ExternalDatabaseTest {

  @Test
  void bringsAnEmptyDatabaseUpToDateAndOpensItAgain() {
    String url = TestDatabase.createEmptyUrl();
    Database.external(url).close();
    try (Database database = Database.external(url)) {
      assertThat(count(database, "select count(*) from verdicts")).isZero();
    }
  }

  @Test
  void saysThatTheTablesWereMadeByAnotherVersion() {
    String url = TestDatabase.createEmptyUrl();
    try (Database database = Database.external(url)) {
      database
          .jdbi()
          .useHandle(
              h -> h.execute("update flyway_schema_history set checksum = 1 where version = '1'"));
    }
    assertMessage(
        () -> Database.external(url), "made by another version of Crosscheck", "another database");
  }

  @Test
  void refusesWhatIsNoPostgresUrlAndHidesThePassword() {
    assertMessage(
        () -> Database.external("jdbc:mysql://host/base?user=u&password=secret"),
        "not a Postgres URL",
        "jdbc:postgresql://host:port/database");
  }

  @Test
  void saysThatTheServerCannotBeReached() {
    assertMessage(
        () -> Database.external("jdbc:postgresql://127.0.0.1:1/base?user=u&password=secret"),
        "127.0.0.1:1/base",
        "cannot be reached");
  }

  @Test
  void saysThatTheDatabaseDoesNotExist() {
    String url = TestDatabase.createEmptyUrl().replaceFirst("/test_\\d+", "/no_such_base");
    assertMessage(() -> Database.external(url), "no_such_base", "there is no such database");
  }

  @Test
  void saysThatTheUserDoesNotExist() {
    String url = TestDatabase.createEmptyUrl().replaceFirst("user=[^&]*", "user=nobody_here");
    assertMessage(() -> Database.external(url), "refuses this user or password");
  }

  @Test
  void saysThatTheUserMayNotCreateTables() {
    String url = TestDatabase.createEmptyUrl();
    Jdbi.create(url)
        .useHandle(
            h -> {
              h.execute("drop role if exists onlooker");
              h.execute("create role onlooker login password 'onlooker'");
            });
    String theirs =
        url.replaceFirst("user=[^&]*", "user=onlooker").replaceFirst("&password=.*", "");
    assertMessage(
        () -> Database.external(theirs + "&password=onlooker"), "may not create tables in it");
  }

  @Test
  void refusesADatabaseWithOtherTables() {
    String url = TestDatabase.createEmptyUrl();
    Jdbi.create(url).useHandle(h -> h.execute("create table customers (id int)"));
    assertMessage(() -> Database.external(url), "not Crosscheck's");
  }

  @Test
  void refusesASchemaThatIsNewerThanItself() {
    String url = TestDatabase.createEmptyUrl();
    Database.external(url).close();
    Jdbi.create(url)
        .useHandle(
            h ->
                h.execute(
                    """
                    insert into flyway_schema_history (installed_rank, version, description, type,
                      script, checksum, installed_by, execution_time, success)
                    values (9000, '9000', 'later', 'SQL', 'V9000__later.sql', 1, 'later', 1, true)
                    """));
    assertMessage(() -> Database.external(url), "version 9000", "newer Crosscheck");
  }

  @Test
  void leavesAnOlderSchemaAsItIsWhenItIsOnlyToBeRead() {
    String url = TestDatabase.createEmptyUrl();
    assertMessage(() -> Database.externalAsItIs(url), "nothing of Crosscheck is in it");
    Database.external(url).close();
    Database.externalAsItIs(url).close();
    Jdbi jdbi = Jdbi.create(url);
    String last =
        "delete from flyway_schema_history where installed_rank ="
            + " (select max(installed_rank) from flyway_schema_history) returning version";
    String version = jdbi.withHandle(h -> h.createQuery(last).mapTo(String.class).one());
    assertMessage(
        () -> Database.externalAsItIs(url),
        "made by an older Crosscheck",
        "brings it up to version " + version);
    assertThat(
            jdbi.<String, RuntimeException>withHandle(
                h ->
                    h.createQuery("select max(version::int)::text from flyway_schema_history")
                        .mapTo(String.class)
                        .one()))
        .isNotEqualTo(version);
  }

  private static void assertMessage(ThrowingCallable opening, String... parts) {
    assertThatThrownBy(opening)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("secret");
  }

  private static long count(Database database, String sql) {
    return database.jdbi().withHandle(h -> h.createQuery(sql).mapTo(Long.class).one());
  }
}
