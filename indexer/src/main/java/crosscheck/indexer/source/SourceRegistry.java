package crosscheck.indexer.source;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Events;
import crosscheck.indexer.follow.Sql;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The sources that were asked for, in the database: those of the settings file, and those added
 * while the service runs. Any process may change it; the one that judges runs what stands there.
 */
public final class SourceRegistry {

  private final Jdbi jdbi;
  private final Clock clock;

  public SourceRegistry(Jdbi jdbi, Clock clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /**
   * Makes the sources of the file those that stand in it now. One that was added with the same name
   * becomes the file's; the others that were added stay.
   *
   * @throws IllegalArgumentException when two have the same name
   */
  public void replaceThoseOfTheFile(List<SourceSettings> sources) {
    Map<String, SourceSettings> byName = new LinkedHashMap<>();
    for (SourceSettings source : sources) {
      if (byName.putIfAbsent(source.name(), source) != null) {
        throw new IllegalArgumentException("two sources are named " + source.name());
      }
    }
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate(Sql.named("drop_file_sources"))
              .bindArray("names", String.class, byName.keySet())
              .execute();
          for (SourceSettings source : sources) {
            write(handle, "put_source", source);
          }
          notifySupervisor(handle);
        });
  }

  /** Adds a source; false when there is one of that name. */
  public boolean add(SourceSettings source) {
    return jdbi.inTransaction(
        handle -> {
          boolean added = write(handle, "add_source", source) == 1;
          if (added) {
            tell(handle, source.name(), source.node(), "added", Optional.empty());
            notifySupervisor(handle);
          }
          return added;
        });
  }

  /** Removes a source, and what was known of how it stands; false when there is none. */
  public boolean remove(String name) {
    record Removed(Optional<String> node) {}
    return jdbi.inTransaction(
        handle -> {
          Optional<Removed> removed =
              handle
                  .createQuery(Sql.named("remove_source"))
                  .bind("name", name)
                  .map((row, context) -> new Removed(Optional.ofNullable(row.getString("node"))))
                  .findOne();
          removed.ifPresent(
              source -> {
                tell(handle, name, source.node(), "removed", Optional.empty());
                notifySupervisor(handle);
              });
          return removed.isPresent();
        });
  }

  /** Settings of all sources by name, as {@link SourceSettings#json} wrote them. */
  static Map<String, String> all(Handle handle) {
    Map<String, String> sources = new LinkedHashMap<>();
    handle
        .createQuery(Sql.named("sources"))
        .map((row, context) -> Map.entry(row.getString("name"), row.getString("settings")))
        .forEach(source -> sources.put(source.getKey(), source.getValue()));
    return sources;
  }

  /** Writes how a source stands; tells it when the status is another than what was written last. */
  void report(String name, Optional<String> node, String status, Optional<String> message) {
    jdbi.useTransaction(
        handle -> {
          Optional<String> before =
              handle
                  .createQuery(Sql.named("source_status"))
                  .bind("name", name)
                  .mapTo(String.class)
                  .findOne();
          int known =
              handle
                  .createUpdate(Sql.named("put_source_status"))
                  .bind("name", name)
                  .bind("status", status)
                  .bind("message", message)
                  .bind("at", Columns.at(clock.instant()))
                  .execute();
          if (known == 1 && !before.equals(Optional.of(status))) {
            tell(handle, name, node, status, message);
          }
        });
  }

  /** Notes that no source runs, until one reports again. */
  void allStopped() {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(Sql.named("stop_sources"))
                .bind("at", Columns.at(clock.instant()))
                .execute());
  }

  private int write(Handle handle, String statement, SourceSettings source) {
    return handle
        .createUpdate(Sql.named(statement))
        .bind("name", source.name())
        .bind("kind", source.kind())
        .bind("node", source.node())
        .bind("settings", source.json())
        .bind("at", Columns.at(clock.instant()))
        .execute();
  }

  private void tell(
      Handle handle, String name, Optional<String> node, String status, Optional<String> message) {
    Events events = new Events(handle);
    events.add(
        clock.instant(),
        "source_changed",
        OptionalLong.empty(),
        "source",
        name,
        "node",
        node.orElse(null),
        "status",
        status,
        "message",
        message.orElse(null));
    events.write();
  }

  private static void notifySupervisor(Handle handle) {
    handle.createQuery(Sql.named("notify_sources")).mapTo(String.class).findOne();
  }
}
