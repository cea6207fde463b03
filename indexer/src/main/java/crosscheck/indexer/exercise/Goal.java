package crosscheck.indexer.exercise;

import crosscheck.indexer.exercise.GoalKind.Standing;
import crosscheck.settings.Section;
import crosscheck.settings.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Something a scenario asks for.
 *
 * @param id names it, the same in each run of the scenario
 * @param words it in a sentence without its subject, e.g. "sees epoch 8 as finalized"
 * @param nodes whom it is asked of, each by itself; nobody: the network
 * @param epoch of {@code finalized}
 * @param slots {@code within} or {@code most}
 * @param least fraction of the balance that has to attest
 * @param from when it begins to count; empty: at once
 * @param deadline until when it is to be reached; empty: that of the exercise
 */
record Goal(
    String id,
    GoalKind kind,
    String words,
    List<String> nodes,
    long epoch,
    long slots,
    double least,
    Optional<Moment> from,
    Optional<Moment> deadline) {

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_-]{0,39}");
  private static final long MOST_SLOTS = 1 << 20;

  /** Reads an entry of {@code goals} or {@code conditions}; {@code taken} are the ids before it. */
  static Goal read(Value value, Standing standing, List<String> nodes, Set<String> taken) {
    Section section = value.section();
    GoalKind kind = GoalKind.of(section.required("kind").oneOf(GoalKind.words(standing)));
    section.only(keys(kind));
    String id = id(section, kind, taken);
    Optional<Moment> from = section.optional("from").map(Moment::read);
    long epoch = section.optional("epoch").map(v -> v.number(1, MOST_SLOTS)).orElse(0L);
    long slots =
        switch (kind) {
          case REACHES_HEAD, FOLLOWS_HEAD -> section.required("within").number(1, MOST_SLOTS);
          case NO_DEEP_FORK -> section.required("most").number(0, MOST_SLOTS);
          default -> 0;
        };
    double least = kind == GoalKind.PARTICIPATION ? section.required("least").fraction(0, 1) : 0;
    if (kind == GoalKind.FINALIZED) {
      section.required("epoch");
    }
    String words =
        section.optional("words").map(Value::text).orElse(words(kind, epoch, slots, least, from));
    return new Goal(
        id,
        kind,
        words,
        kind.ofNodes() ? targets(section, nodes) : List.of(),
        epoch,
        slots,
        least,
        from,
        section.optional("deadline").map(Moment::read));
  }

  private static String[] keys(GoalKind kind) {
    Stream<String> common = Stream.of("id", "kind", "words");
    Stream<String> own = Stream.of(kind.limits());
    Stream<String> nodes = kind.ofNodes() ? Stream.of("nodes") : Stream.empty();
    Stream<String> deadline =
        kind.standing() == Standing.GOAL ? Stream.of("deadline") : Stream.empty();
    return Stream.of(common, own, nodes, deadline).flatMap(s -> s).toArray(String[]::new);
  }

  private static String id(Section section, GoalKind kind, Set<String> taken) {
    Optional<Value> given = section.optional("id");
    String id =
        given
            .map(v -> v.text(ID, "an id of small letters, digits, - and _, as in \"finality\""))
            .orElse(kind.word());
    if (!taken.add(id)) {
      throw given
          .orElseGet(() -> section.required("kind"))
          .wrong("another goal has the id \"" + id + "\": give this one an id of its own");
    }
    return id;
  }

  /** {@code all}, {@code network}, or a list of names. */
  private static List<String> targets(Section section, List<String> nodes) {
    Value value = section.required("nodes");
    if (!value.isList()) {
      return value.oneOf("all", "network").equals("all") ? nodes : List.of();
    }
    List<String> targets = new ArrayList<>();
    for (Value entry : value.list()) {
      targets.add(entry.oneOf(nodes.toArray(String[]::new)));
    }
    if (targets.isEmpty()) {
      throw value.wrong("name a node, or say all, or network");
    }
    return List.copyOf(targets);
  }

  private static String words(
      GoalKind kind, long epoch, long slots, double least, Optional<Moment> from) {
    String since =
        from.map(
                m ->
                    " from %s %d on".formatted(m.unit().name().toLowerCase(Locale.ROOT), m.count()))
            .orElse("");
    return switch (kind) {
      case FINALIZED -> "sees epoch %d as finalized".formatted(epoch);
      case REACHES_HEAD -> "reaches the head, within %s".formatted(slots(slots)) + since;
      case FOLLOWS_HEAD -> "follows the head within %s".formatted(slots(slots)) + since;
      case NO_INVALID_BLOCK -> "no invalid block";
      case NO_DEEP_FORK -> "no fork deeper than %s".formatted(slots(slots));
      case PARTICIPATION -> "participation at least %s %%".formatted(percent(least)) + since;
      case NO_OFFENCE -> "no slashable offence";
    };
  }

  /** A fraction in percent, with a decimal where there is one. */
  static String percent(double fraction) {
    String text = String.format(Locale.ROOT, "%.1f", fraction * 100);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** "1 slot", "2 slots". */
  static String slots(long count) {
    return count == 1 ? "1 slot" : count + " slots";
  }

  /** Its limits as the tables keep them, times as slots. */
  Map<String, Object> limits(NetworkTime time) {
    Map<String, Object> limits = new LinkedHashMap<>();
    switch (kind) {
      case FINALIZED -> limits.put("epoch", Long.toString(epoch));
      case REACHES_HEAD, FOLLOWS_HEAD -> limits.put("within_slots", Long.toString(slots));
      case NO_DEEP_FORK -> limits.put("most_slots", Long.toString(slots));
      case PARTICIPATION -> limits.put("least", Double.toString(least));
      default -> {}
    }
    from.ifPresent(moment -> limits.put("from_slot", Long.toString(moment.firstSlot(time))));
    return limits;
  }
}
