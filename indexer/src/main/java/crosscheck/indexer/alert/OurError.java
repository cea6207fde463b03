package crosscheck.indexer.alert;

import crosscheck.indexer.follow.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** We failed, not the network: blocks that we could not judge, rules that cannot look. */
record OurError(Options options) implements Rule.OfState {

  @Override
  public List<Condition> holding(Look look) {
    List<Condition> found = new ArrayList<>();
    look.handle()
        .createQuery(Sql.named("alert_errors"))
        .map(
            (row, context) -> {
              String slot = row.getString("slot");
              String message = row.getString("failure_message");
              String title =
                  "We failed to judge %s; the latest%s: %s"
                      .formatted(
                          Wording.count(row.getLong("input_count"), "block"),
                          slot == null ? "" : ", of slot " + slot,
                          message);
              return Condition.of("judging", options.severity(), title, Map.of("message", message));
            })
        .findOne()
        .ifPresent(found::add);
    look.faults()
        .forEach(
            (rule, message) ->
                found.add(
                    Condition.of(
                        "rule:" + rule,
                        options.severity(),
                        "The alert rule " + rule + " fails: " + message,
                        Map.of("message", message))));
    return found;
  }
}
