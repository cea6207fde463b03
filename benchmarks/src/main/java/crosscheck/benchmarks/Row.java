package crosscheck.benchmarks;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A line of the table of results; every number in the same unit.
 *
 * @param goal at most this much; negative when it is at least so much; empty when none is set
 * @param limit what no implementation can go below (or above, for a rate); empty when there is none
 * @param limitMeans what the limit is made of
 * @param go the fastest implementation of 2019 on the same work
 * @param java the Java client of 2019 on the same work
 */
record Row(
    String quantity,
    String unit,
    OptionalDouble goal,
    double measured,
    OptionalDouble limit,
    String limitMeans,
    OptionalDouble go,
    OptionalDouble java) {

  static Row of(String quantity, String unit, double measured) {
    OptionalDouble none = OptionalDouble.empty();
    return new Row(quantity, unit, none, measured, none, "", none, none);
  }

  Row goal(double most) {
    return new Row(quantity, unit, OptionalDouble.of(most), measured, limit, limitMeans, go, java);
  }

  Row limit(double floor, String means) {
    return new Row(quantity, unit, goal, measured, OptionalDouble.of(floor), means, go, java);
  }

  Row go(double peer) {
    return new Row(
        quantity, unit, goal, measured, limit, limitMeans, OptionalDouble.of(peer), java);
  }

  Row java(double peer) {
    return new Row(quantity, unit, goal, measured, limit, limitMeans, go, OptionalDouble.of(peer));
  }

  private boolean rate() {
    return unit.endsWith("/s");
  }

  boolean misses() {
    return goal.isPresent()
        && (rate() ? measured < goal.getAsDouble() : measured > goal.getAsDouble());
  }

  static String header() {
    return """
        | quantity | goal | measured | goal met | limit | measured / limit | Go 2019 | Java 2019 | the limit is |
        |---|---|---|---|---|---|---|---|---|
        """;
  }

  String line() {
    String met = goal.isEmpty() ? "" : misses() ? "**no**" : "yes";
    return "| %s | %s | **%s** | %s | %s | %s | %s | %s | %s |%n"
        .formatted(
            quantity,
            goal.isEmpty() ? "" : (rate() ? "≥ " : "≤ ") + amount(goal.getAsDouble()),
            amount(measured),
            met,
            limit.isEmpty() ? "" : amount(limit.getAsDouble()),
            limit.isEmpty() ? "" : ratio(limit.getAsDouble()),
            peer(go),
            peer(java),
            limitMeans);
  }

  /** Without limit and peers. */
  String shortLine() {
    return "| %s | %s | **%s** | %s |%n"
        .formatted(
            quantity,
            goal.isEmpty() ? "" : (rate() ? "≥ " : "≤ ") + amount(goal.getAsDouble()),
            amount(measured),
            goal.isEmpty() ? "" : misses() ? "**no**" : "yes");
  }

  private String amount(double value) {
    return (number(value) + " " + unit).strip();
  }

  private String ratio(double floor) {
    return number(rate() ? floor / measured : measured / floor);
  }

  /** How many times what we need. */
  private String peer(OptionalDouble value) {
    return value.isEmpty()
        ? ""
        : "%s %s (%s×)"
            .formatted(number(value.getAsDouble()), unit, number(value.getAsDouble() / measured));
  }

  /** Three digits that count. */
  static String number(double value) {
    double size = Math.abs(value);
    String form = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, form, value);
  }
}
