package crosscheck.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Finds blocks by a part of their graffiti. */
final class Graffiti {

  /** Length of the field in a block. */
  static final int MOST_BYTES = 32;

  static final Parameter<String> TEXT =
      Parameters.of(
          "graffiti",
          "Blocks whose graffiti contain this text; A to Z also as a to z.",
          "1 to " + MOST_BYTES + " bytes of UTF-8 text",
          Map.of("type", "string", "minLength", 1, "maxLength", MOST_BYTES),
          text -> Optional.of(text).filter(Graffiti::fits));

  /** More than these are not named one by one in a statement. */
  private static final int MOST_NAMED = 100;

  private static final String MATCHING =
      """
      select id
      from graffiti
      where position(lower(:text) in folded) > 0
      limit :limit
      """;

  private Graffiti() {}

  /** Whether a block could say this. */
  static boolean fits(String text) {
    return !text.isEmpty()
        && text.indexOf('\0') < 0
        && text.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
  }

  /** Completes a statement with such a condition. */
  static Query bind(Query query, String sql, String text) {
    return sql.contains(":graffiti") ? query.bind("graffiti", text) : query;
  }

  /**
   * The condition on {@code b}, decoded blocks, that their graffiti contain a text, in upper or
   * lower case. Those that match are numbers in it, so that the database knows how many blocks have
   * them: for few it goes by their index, for many through the list. When very many match, the text
   * itself is asked for, which {@link #bind} gives.
   */
  static String condition(Handle handle, String text) {
    List<String> ids =
        handle
            .createQuery(Reader.limited(MATCHING, MOST_NAMED + 1))
            .bind("text", text)
            .mapTo(String.class)
            .list();
    if (ids.isEmpty()) {
      return "false";
    }
    return ids.size() <= MOST_NAMED
        ? ids.stream().collect(Collectors.joining(", ", "b.graffiti_id in (", ")"))
        : "b.graffiti_id in (select g.id from graffiti g"
            + " where position(lower(:graffiti) in g.folded) > 0)";
  }
}
