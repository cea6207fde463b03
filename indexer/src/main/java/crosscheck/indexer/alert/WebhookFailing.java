package crosscheck.indexer.alert;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A webhook does not take what it is to be told. */
record WebhookFailing(Options options) implements Rule.OfState {

  private static final Duration REMEMBERED = Duration.ofHours(1);

  @Override
  public List<Condition> holding(Look look) {
    return look.handle()
        .createQuery(Sql.named("alert_webhooks"))
        .bind(
            "waiting_since",
            Columns.at(look.now().now().minus(options.duration("waiting", look.now()))))
        .bind("given_up_since", Columns.at(look.now().now().minus(REMEMBERED)))
        .map(
            (row, context) -> {
              String hook = row.getString("hook");
              String error = row.getString("last_error");
              return Condition.of(
                  "hook:" + hook,
                  options.severity(),
                  "The webhook %s is not told of %s: %s"
                      .formatted(
                          hook,
                          Wording.count(row.getLong("waiting"), "alert"),
                          error == null ? "it was not tried yet" : error),
                  Map.of("hook", hook));
            })
        .list();
  }
}
