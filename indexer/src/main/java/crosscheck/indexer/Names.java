package crosscheck.indexer;

import crosscheck.indexer.follow.Sql;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/**
 * Names that the database keeps once and refers to by number: of sources, or of nodes. Safe for use
 * by many threads, and by several processes over one database.
 */
final class Names {

  /** Rows are never taken back, so a number once seen holds. */
  private final ConcurrentHashMap<String, Integer> numbers = new ConcurrentHashMap<>();

  private final Jdbi jdbi;
  private final String statement;

  /**
   * @param statement gives the number of {@code :name}, or no row when it must be asked again
   */
  private Names(Jdbi jdbi, String statement) {
    this.jdbi = jdbi;
    this.statement = Sql.named(statement);
  }

  static Names ofSources(Jdbi jdbi) {
    return new Names(jdbi, "source_id");
  }

  static Names ofNodes(Jdbi jdbi) {
    return new Names(jdbi, "node_id");
  }

  /**
   * The number of a name; a new name is committed at once, whatever becomes of the transaction that
   * will use it. So do not call it within one.
   */
  int number(String name) {
    Integer known = numbers.get(name);
    if (known == null) {
      known = ask(name);
      numbers.put(name, known);
    }
    return known;
  }

  private int ask(String name) {
    while (true) {
      Optional<Integer> number =
          jdbi.withHandle(
              handle ->
                  handle.createQuery(statement).bind("name", name).mapTo(Integer.class).findOne());
      if (number.isPresent()) {
        return number.get();
      }
    }
  }
}
