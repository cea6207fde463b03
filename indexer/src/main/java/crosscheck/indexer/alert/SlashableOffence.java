package crosscheck.indexer.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Validators did what they can be slashed for. The same kind by the same ones is one alert. */
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
    return List.copyOf(found.values());
  }

  private Condition condition(Happened event, List<String> validators) {
    String kind = event.text("kind");
    Map<String, Object> details = details(kind, validators);
    details.put("offence_id", event.text("offence_id"));
    String slashed = "";
    if (event.payload().hasNonNull("root")) {
      details.put("slot", event.text("slot"));
      details.put("root", event.text("root"));
      slashed =
          ": slashed in slot %s (%s)"
              .formatted(event.text("slot"), Wording.brief(event.text("root")));
    }
    boolean slashable = !kind.equals("block_copies");
    return Condition.of(
        kind + ":" + cause(validators),
        slashable ? options.severity() : Severity.WARNING,
        title(kind, validators) + slashed,
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
