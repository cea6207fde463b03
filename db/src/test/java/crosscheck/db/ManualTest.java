package crosscheck.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code db/README.md} against the catalog of a freshly migrated database. */
final class ManualTest {

  private record Column(String name, String type, boolean saysWhatNullMeans, boolean hasMeaning) {}

  private static Database database;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void namesEveryTableAndColumnWithItsTypeInOrder() throws IOException {
    TreeMap<String, List<String>> described = new TreeMap<>();
    manual()
        .forEach(
            (table, columns) ->
                described.put(
                    table, columns.stream().map(c -> c.name() + " " + c.type()).toList()));
    TreeMap<String, List<String>> real = new TreeMap<>();
    catalog().forEach((table, columns) -> real.put(table, List.copyOf(columns.keySet())));
    assertThat(described).isEqualTo(real);
  }

  @Test
  void saysWhatNullMeansExactlyWhereNullCanBe() throws IOException {
    TreeMap<String, TreeMap<String, Boolean>> nullable = new TreeMap<>();
    catalog().forEach((table, columns) -> nullable.put(table, new TreeMap<>(columns)));
    manual()
        .forEach(
            (table, columns) ->
                columns.forEach(
                    column ->
                        assertThat(column.saysWhatNullMeans())
                            .as(table + "." + column.name())
                            .isEqualTo(
                                nullable.get(table).get(column.name() + " " + column.type()))));
  }

  @Test
  void saysSomethingOfEveryColumn() throws IOException {
    manual()
        .forEach(
            (table, columns) ->
                assertThat(columns).as(table).allMatch(Column::hasMeaning, "has a meaning"));
  }

  /** Table → columns, from the page's tables under a heading that names a table. */
  private static TreeMap<String, List<Column>> manual() throws IOException {
    TreeMap<String, List<Column>> tables = new TreeMap<>();
    List<Column> columns = List.of();
    for (String line : Files.readAllLines(page())) {
      if (line.startsWith("### ")) {
        columns = new ArrayList<>();
        tables.put(line.substring(4).strip(), columns);
      }
      String[] cells = line.split("\\|", -1);
      if (cells.length == 6 && !cells[1].strip().equals("column") && !cells[1].contains("---")) {
        columns.add(
            new Column(
                cells[1].strip(), cells[2].strip(), !cells[4].isBlank(), !cells[3].isBlank()));
      }
    }
    return tables;
  }

  private static Path page() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("db/README.md"))
        ? here.resolve("db/README.md")
        : here.resolve("README.md");
  }

  /** Table → "column type" in order → may be NULL. */
  private static TreeMap<String, LinkedHashMap<String, Boolean>> catalog() {
    TreeMap<String, LinkedHashMap<String, Boolean>> tables = new TreeMap<>();
    database
        .jdbi()
        .useHandle(
            h ->
                h.createQuery(
                        """
                        select c.relname as "table", a.attname as "column",
                          replace(format_type(a.atttypid, a.atttypmod),
                            'timestamp with time zone', 'timestamptz') as type,
                          not a.attnotnull as nullable
                        from pg_attribute a
                          join pg_class c on c.oid = a.attrelid
                          join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
                          and c.relname <> 'flyway_schema_history'
                          and a.attnum > 0 and not a.attisdropped
                        order by c.relname, a.attnum
                        """)
                    .mapToMap()
                    .forEach(
                        row ->
                            tables
                                .computeIfAbsent(
                                    (String) row.get("table"), t -> new LinkedHashMap<>())
                                .put(
                                    row.get("column") + " " + row.get("type"),
                                    (Boolean) row.get("nullable"))));
    return tables;
  }
}
