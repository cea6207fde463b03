package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every SQL statement of the explorer is one that the database understands. */
class StatementsTest {

  /** Values for the named parameters, as SQL. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry(":digest", "decode(repeat('00', 32), 'hex')"),
          Map.entry(":root", "decode(repeat('00', 32), 'hex')"),
          Map.entry(":slot", "1"),
          Map.entry(":limit", "1"),
          Map.entry(":input_id", "1"),
          Map.entry(":fork_id", "1"),
          Map.entry(":node_id", "1"),
          Map.entry(":offence_id", "1"),
          Map.entry(":name", "'n'"),
          Map.entry(":before", "9"),
          Map.entry(":tip_input_id", "1"),
          Map.entry(":to", "1"),
          Map.entry(":epoch", "1"),
          Map.entry(":from", "0"),
          Map.entry(":below", "2"),
          Map.entry(":from_slot", "0"),
          Map.entry(":to_slot", "1"),
          Map.entry(":first", "0"),
          Map.entry(":last", "1"),
          Map.entry(":index", "1"),
          Map.entry(":shard", "1"),
          Map.entry(":at", "1"),
          Map.entry(":now", "true"),
          Map.entry(":until", "null"),
          Map.entry(":low", "decode('00', 'hex')"),
          Map.entry(":high", "decode('ff', 'hex')"),
          Map.entry(":wanted", "'a'"),
          Map.entry(":number", "1"),
          Map.entry(":node", "'a'"),
          Map.entry(":these", "array[1::bigint]"),
          Map.entry(":types", "array['reorg']"),
          Map.entry(":id", "1"),
          Map.entry(":after", "0"));

  @Test
  void explainsEveryStatement() throws IllegalAccessException {
    Map<String, String> statements = new TreeMap<>();
    for (Class<?> owner :
        List.of(
            Agreement.class,
            Alerts.class,
            BeaconBlocks.class,
            BeaconStates.class,
            Readings.class,
            Blocks.class,
            BlockTree.class,
            Branch.class,
            Chain.class,
            Committees.class,
            Epochs.class,
            Events.class,
            Exercises.class,
            Forks.class,
            Lineage.class,
            Health.class,
            NodeLag.class,
            Nodes.class,
            Offences.class,
            PastStates.class,
            Reorgs.class,
            Search.class,
            Sightings.class,
            Slots.class,
            Sources.class,
            Validators.class,
            Verdicts.class)) {
      for (Field field : owner.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
          field.setAccessible(true);
          String sql = (String) field.get(null);
          if (sql.startsWith("select") || sql.startsWith("with")) {
            statements.put(owner.getSimpleName() + "." + field.getName(), sql);
          }
        }
      }
    }
    assertThat(statements).hasSizeGreaterThan(30);
    try (Database database = TestDatabase.create()) {
      for (Map.Entry<String, String> statement : statements.entrySet()) {
        // A colon pair is a cast for Postgres and must not be a parameter for Jdbi.
        String sql = "explain " + filled(statement.getValue()).replace("::", "\\:\\:");
        List<String> plan =
            database.jdbi().withHandle(handle -> handle.select(sql).mapTo(String.class).list());
        assertThat(plan).as(statement.getKey()).isNotEmpty();
      }
    }
  }

  private static String filled(String sql) {
    String result = sql;
    for (Map.Entry<String, String> value : VALUES.entrySet()) {
      result = result.replaceAll(value.getKey() + "\\b", value.getValue());
    }
    return result;
  }
}
