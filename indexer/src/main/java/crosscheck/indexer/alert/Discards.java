package crosscheck.indexer.alert;

import crosscheck.indexer.follow.Sql;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Junk comes in such amounts that it is only counted. */
record Discards(Options options) implements Rule.OfState {

  private static final Duration LATELY = Duration.ofMinutes(1);

  @Override
  public List<Condition> holding(Look look) {
    return look.handle()
        .createQuery(Sql.named("alert_discards"))
        .bind("since", Timestamp.from(look.now().now().minus(LATELY)))
        .map(
            (row, context) -> {
              Optional<String> node = Optional.ofNullable(row.getString("node"));
              String source = row.getString("source");
              String reason = row.getString("reason");
              String title =
                  "%s sends what is not kept (%s): %s so far"
                      .formatted(
                          node.orElse(source),
                          reason.replace('_', ' '),
                          Wording.count(row.getLong("input_count"), "input"));
              String sender = node.map(name -> "node:" + name).orElse("source:" + source);
              Condition condition =
                  Condition.of(
                      sender + ":" + reason,
                      options.severity(),
                      title,
                      Map.of("source", source, "reason", reason));
              return node.map(condition::about).orElse(condition);
            })
        .list();
  }
}
