package crosscheck.indexer.alert;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Sql;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A source fails for reasons of its own: a folder that is gone, say. */
record SourceFailing(Options options) implements Rule.OfState {

  @Override
  public List<Condition> holding(Look look) {
    return look.handle()
        .createQuery(Sql.named("alert_sources"))
        .bind("since", Columns.at(look.now().now().minus(options.duration("after", look.now()))))
        .map(
            (row, context) -> {
              String name = row.getString("name");
              String message = Optional.ofNullable(row.getString("message")).orElse("no reason");
              Condition condition =
                  Condition.of(
                      "source:" + name,
                      options.severity(),
                      "The source " + name + " fails: " + message,
                      Map.of("source", name, "message", message));
              return Optional.ofNullable(row.getString("node"))
                  .map(condition::about)
                  .orElse(condition);
            })
        .list();
  }
}
