package crosscheck.indexer.follow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;

/** The statements of this module: one file each in {@code sql/}, to be pasted into psql. */
public final class Sql {

  private static final ConcurrentHashMap<String, String> TEXTS = new ConcurrentHashMap<>();

  private Sql() {}

  /** The statement in {@code sql/name.sql}, with named parameters like {@code :root}. */
  public static String named(String name) {
    return TEXTS.computeIfAbsent(name, Sql::read);
  }

  private static String read(String name) {
    try (InputStream in =
        Sql.class.getResourceAsStream("/crosscheck/indexer/sql/" + name + ".sql")) {
      if (in == null) {
        throw new IllegalArgumentException("no statement sql/" + name + ".sql");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
