package crosscheck.indexer.alert;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.indexer.follow.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/**
 * Validators did what they can be slashed for. The same kind by the same ones is one alert. Of what
 * they signed a slashing in a valid block may be all that ever comes: a surrounding vote, above
 * all, fits into no block of the chain it is about.
 */
record SlashableOffence(Options options) implements Rule.OfIncidents {

  private static final int MOST_NAMED = 8;

  @Override
  public List<Condition> happened(Look look) {
    Map<String, Condition> found = new LinkedHashMap<>();
    for (Happened event : look.events("offence_found")) {
      List<String> validators = new ArrayList<>();
      for (JsonNode validator : event.payload().path("validators")) {
        validators.add(validator.asText());
      }
      Condition condition = condition(event, validators);
      int before =
          found.containsKey(condition.cause()) ? found.get(condition.cause()).occurrences() : 0;
      found.put(condition.cause(), condition.times(before + 1));
    }
    for (Condition condition : slashings(look)) {
      found.putIfAbsent(condition.cause(), condition);
    }
    return List.copyOf(found.values());
  }

  /** For offences of which we have not found the evidence ourselves. */
  private List<Condition> slashings(Look look) {
    Long[] valid = look.judged("valid");
    return valid.length == 0
        ? List.of()
        : look.handle()
            .createQuery(Sql.named("alert_slashings"))
            .bind("input_ids", valid)
            .map((row, context) -> slashing(row))
            .list();
  }

  private Condition slashing(ResultSet row) throws SQLException {
    String kind = row.getString("kind");
    List<String> validators = List.of((String[]) row.getArray("validators").getArray());
    String root = Bytes.wrap(row.getBytes("root")).toHexString();
    String title =
        "%s: slashed in slot %s (%s)"
            .formatted(title(kind, validators), row.getString("slot"), Wording.brief(root));
    Map<String, Object> details = details(kind, validators);
    details.put("slot", row.getString("slot"));
    details.put("root", root);
    return Condition.of(kind + ":" + cause(validators), options.severity(), title, details);
  }

  private Condition condition(Happened event, List<String> validators) {
    String kind = event.text("kind");
    Map<String, Object> details = details(kind, validators);
    details.put("offence_id", event.text("offence_id"));
    boolean slashable = !kind.equals("block_copies");
    return Condition.of(
        kind + ":" + cause(validators),
        slashable ? options.severity() : Severity.WARNING,
        title(kind, validators),
        details);
  }

  private static String title(String kind, List<String> validators) {
    String who = shown(validators);
    return switch (kind) {
      case "double_proposal" -> who + " proposed two blocks in one epoch";
      case "double_vote" -> who + " voted twice for one target epoch";
      case "surround_vote" -> who + " cast a vote that surrounds another";
      default -> "Copies of one block by " + who + " have different signatures";
    };
  }

  private static Map<String, Object> details(String kind, List<String> validators) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("kind", kind);
    details.put("validators", validators.subList(0, Math.min(validators.size(), 1_000)));
    return details;
  }

  private static String shown(List<String> validators) {
    if (validators.isEmpty()) {
      return "an unknown validator";
    }
    if (validators.size() == 1) {
      return "Validator " + validators.get(0);
    }
    List<String> first = validators.subList(0, Math.min(MOST_NAMED, validators.size()));
    String more = validators.size() > MOST_NAMED ? ", …" : "";
    return "%d validators (%s%s)".formatted(validators.size(), String.join(", ", first), more);
  }

  /** Short also for thousands of them: the first, and a number made of all. */
  private static String cause(List<String> validators) {
    return validators.size() <= MOST_NAMED
        ? String.join(",", validators)
        : "%s,…%d:%08x".formatted(validators.get(0), validators.size(), validators.hashCode());
  }
}
