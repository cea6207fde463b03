package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The report of a run as Markdown, for the log that a pair of clients keeps. Its links lead to
 * pages of the explorer: whole where its address is known, else from the root of the explorer on.
 */
final class ExerciseReport {

  static final String MEDIA_TYPE = "text/markdown";

  private final JsonNode run;
  private final String explorer;

  /** What an earlier run saw is not here: its network may have been another one. */
  private final boolean linked;

  private final StringBuilder text = new StringBuilder();

  private ExerciseReport(JsonNode run, Optional<URI> address) {
    this.run = run;
    this.explorer = address.map(URI::toString).orElse("").replaceAll("/+$", "");
    this.linked = !run.path("entered").asBoolean();
  }

  /** Answers with the report: as JSON when that is asked for by name, else as Markdown. */
  static void send(
      Context request, Given given, Reader reader, Readers read, Optional<URI> address) {
    long id = given.of(Exercises.EXERCISE_ID);
    JsonNode run = reader.read(handle -> read.exercises.report(handle, id));
    String accept = request.header("Accept");
    if (accept != null && accept.contains(Form.JSON.mediaType()) && !accept.contains(MEDIA_TYPE)) {
      request.contentType(Form.JSON.mediaType()).result(run.toPrettyString() + "\n");
    } else {
      request.contentType(MEDIA_TYPE + "; charset=utf-8").result(markdown(run, address));
    }
  }

  /**
   * Writes it.
   *
   * @param run as {@link Exercises#report} makes it
   * @param address where others reach the page
   */
  static String markdown(JsonNode run, Optional<URI> address) {
    ExerciseReport report = new ExerciseReport(run, address);
    report.head();
    report.configuration();
    report.results();
    report.timeline();
    report.forks();
    report.invalidBlocks();
    report.misbehaviour();
    report.problems();
    return report.text.toString();
  }

  private void head() {
    line("# " + text("name") + ": exercise " + text("exercise"));
    line("");
    String about = plain(run.at("/scenario/about").asText());
    if (!about.isEmpty()) {
      line(about);
      line("");
    }
    JsonNode score = run.path("score");
    line(
        "**%s**: %s passed, %s failed, %s open. %s"
            .formatted(
                text("state").toUpperCase(Locale.ROOT),
                score.path("passed").asText(),
                score.path("failed").asText(),
                score.path("pending").asText(),
                link("Scoreboard", "/exercise/" + text("id")))
            .strip());
    if (linked && explorer.isEmpty()) {
      line("");
      line(
          "Links such as `/block/0x…` lead to pages of the explorer that judged this run: put its"
              + " address before them.");
    }
  }

  private void configuration() {
    chapter("Configuration");
    table("what", "value");
    row("variant", text("variant"));
    row("machines", text("machines"));
    JsonNode network = run.path("network");
    row(
        "network",
        "%s, spec %s, %s s a slot, %s slots an epoch"
            .formatted(
                plain(network.path("config_name").asText()),
                plain(network.path("spec_version").asText()),
                plain(network.path("seconds_per_slot").asText()),
                plain(network.path("slots_per_epoch").asText())));
    row("validators", plain(network.path("validators").asText()));
    String genesis = network.path("genesis_root").asText();
    row(
        "genesis",
        "%s (%s), block %s"
            .formatted(
                time(Instant.ofEpochSecond(network.path("genesis_time").asLong())),
                plain(network.path("genesis_time").asText()),
                link(code(genesis), "/block/" + genesis)));
    row("started", "%s, slot %s".formatted(at("started_at"), text("start_slot")));
    row(
        "ended",
        run.hasNonNull("ended_at")
            ? "%s, slot %s, after %s"
                .formatted(at("ended_at"), text("end_slot"), lasted("started_at", "ended_at"))
            : "it runs");
    row("deadline", "the end of slot " + text("deadline_slot"));
    row("planned faults", faults());
    row("run", text("run"));
    line("");
    table(
        "node", "client", "version", "validators", "peers", "asked at", "head", "finalized epoch");
    for (JsonNode node : run.path("nodes")) {
      JsonNode planned = planned(node.path("name").asText());
      List<String> peers = new ArrayList<>();
      planned.path("peers").forEach(peer -> peers.add(peer.asText()));
      row(
          nodeLink(node.path("name").asText()),
          known(node, "client"),
          known(node, "client_version"),
          known(planned, "validators"),
          planned.has("peers") ? plain(String.join(", ", peers)) : "–",
          known(node, "url"),
          known(node, "head_slot"),
          known(node, "finalized_epoch"));
    }
  }

  /** A node as the scenario wrote it. */
  private JsonNode planned(String name) {
    for (JsonNode node : run.at("/scenario/file/network/nodes")) {
      if (node.path("name").asText().equals(name)) {
        return node;
      }
    }
    return run.path("nothing");
  }

  private String faults() {
    List<String> planned = new ArrayList<>();
    for (JsonNode fault : run.at("/scenario/file/network/faults")) {
      planned.add(
          fault.path("kind").asText().replace('_', ' ')
              + (fault.has("at") ? " at " + fault.path("at").asText() : ""));
    }
    return planned.isEmpty() ? "none" : plain(String.join(", ", planned));
  }

  private String lasted(String from, String to) {
    Duration time = Duration.between(instant(run.path(from)), instant(run.path(to)));
    return time.toMinutes() + " min " + Math.max(0, time.toSecondsPart()) + " s";
  }

  private String at(String field) {
    return time(instant(run.path(field)));
  }

  private static Instant instant(JsonNode value) {
    return Instant.parse(value.asText());
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString().replace("T", " ").replace("Z", " UTC");
  }

  private void results() {
    chapter("Results");
    table("", "who", "what", "slot", "seen", "evidence");
    for (JsonNode goal : run.path("goals")) {
      List<String> evidence = new ArrayList<>();
      goal.path("evidence").forEach(each -> evidence.add(evidence(each)));
      row(
          plain(goal.path("state").asText()),
          goal.hasNonNull("node") ? nodeLink(goal.get("node").asText()) : "network",
          known(goal, "words"),
          known(goal, "slot"),
          plain(
              goal.hasNonNull("reason")
                  ? goal.get("reason").asText()
                  : goal.path("progress").asText()),
          String.join(", ", evidence));
    }
    JsonNode blocks = run.path("blocks");
    line("");
    line(
        "Blocks: %s valid, %s invalid, %s malformed, %s not judged because of an error of ours."
            .formatted(
                blocks.path("valid").asText("0"),
                blocks.path("invalid").asText("0"),
                blocks.path("malformed").asText("0"),
                blocks.path("error").asText("0")));
  }

  private String evidence(JsonNode each) {
    String id = each.path("id").asText();
    String path =
        switch (each.path("kind").asText()) {
          case "block" -> "/block/" + id;
          case "fork" -> "/forks";
          case "offence" -> "/offences#offence-" + id;
          case "epoch" -> "/epoch/" + id;
          default -> "/node/" + encoded(id);
        };
    return link(plain(each.path("words").asText()), path);
  }

  private void timeline() {
    chapter("Time line");
    table("time", "slot", "what happened");
    JsonNode moments = run.path("timeline");
    for (int i = 0; i < moments.size(); i++) {
      JsonNode moment = moments.get(i);
      String words = known(moment, "words");
      int last = lastFinalized(moments, i);
      if (last > i) {
        words =
            "epochs %s to %s become final, one after the other"
                .formatted(
                    plain(moment.at("/payload/epoch").asText()),
                    plain(moments.get(last).at("/payload/epoch").asText()));
        i = last;
      }
      row(time(instant(moment.path("at"))), known(moment, "slot"), words);
    }
    cut(moments);
  }

  /** The last of those that tell in one go of one finalized epoch after the other. */
  private static int lastFinalized(JsonNode moments, int first) {
    int last = first;
    while (last + 1 < moments.size()
        && finalized(moments.get(last)) > 0
        && finalized(moments.get(last + 1)) == finalized(moments.get(last)) + 1) {
      last++;
    }
    return last;
  }

  /** The epoch that it tells of as finalized; 0 when it tells of something else. */
  private static long finalized(JsonNode moment) {
    return moment.path("type").asText().equals("finalized_changed")
        ? moment.at("/payload/epoch").asLong()
        : 0;
  }

  private void forks() {
    chapter("Forks");
    JsonNode forks = run.path("forks");
    if (none(forks)) {
      return;
    }
    table("fork", "leaves slot", "after block", "first block", "last block", "blocks");
    for (JsonNode fork : forks) {
      row(
          link(known(fork, "fork_id"), "/forks"),
          known(fork, "base_slot"),
          blockLink(fork, "base_root"),
          known(fork, "first_slot"),
          known(fork, "tip_slot"),
          known(fork, "block_count"));
    }
    cut(forks);
  }

  private void invalidBlocks() {
    chapter("Invalid blocks");
    JsonNode blocks = run.path("invalid_blocks");
    if (none(blocks)) {
      return;
    }
    table("slot", "block", "proposer", "from", "function", "why");
    for (JsonNode block : blocks) {
      row(
          known(block, "slot"),
          blockLink(block, "root"),
          known(block, "proposer_index"),
          known(block, "nodes"),
          block.hasNonNull("function") ? code(block.get("function").asText()) : "–",
          known(block, "message"));
    }
    cut(blocks);
  }

  private void misbehaviour() {
    chapter("Misbehaviour");
    JsonNode offences = run.path("offences");
    if (none(offences)) {
      return;
    }
    table("offence", "epoch", "validators");
    for (JsonNode offence : offences) {
      row(
          link(
              plain(offence.path("kind").asText().replace('_', ' ')),
              "/offences#offence-" + offence.path("offence_id").asText()),
          known(offence, "epoch"),
          known(offence, "validators"));
    }
    cut(offences);
  }

  private void problems() {
    chapter("Problems");
    List<String> troubles = new ArrayList<>();
    for (JsonNode node : run.path("nodes")) {
      if (node.hasNonNull("message")) {
        troubles.add(
            "- %s is %s: %s"
                .formatted(
                    nodeLink(node.path("name").asText()),
                    known(node, "state"),
                    known(node, "message")));
      }
    }
    JsonNode alerts = run.path("alerts");
    if (alerts.isEmpty() && troubles.isEmpty()) {
      line("None.");
      return;
    }
    for (JsonNode alert : alerts) {
      line(
          "- %s (%s)%s"
              .formatted(
                  link(known(alert, "title"), "/alert/" + alert.path("alert_id").asText()),
                  known(alert, "severity"),
                  alert.hasNonNull("resolved_at") ? "" : ", open"));
    }
    cut(alerts);
    troubles.forEach(this::line);
  }

  private void chapter(String title) {
    line("");
    line("## " + title);
    line("");
  }

  private boolean none(JsonNode list) {
    if (list.isEmpty()) {
      line("None.");
    }
    return list.isEmpty();
  }

  private void cut(JsonNode list) {
    if (list.size() >= Exercises.MOST_ENTRIES) {
      line("");
      line("The first " + list.size() + " of them; there may be more.");
      line("");
    }
  }

  private void table(String... heads) {
    row(heads);
    line("|" + "---|".repeat(heads.length));
  }

  /** Of Markdown. */
  private void row(String... cells) {
    text.append('|');
    for (String cell : cells) {
      text.append(' ').append(cell).append(" |");
    }
    text.append('\n');
  }

  private String text(String field) {
    return plain(run.path(field).asText());
  }

  private static String known(JsonNode object, String field) {
    return object.hasNonNull(field) ? plain(object.get(field).asText()) : "–";
  }

  private String nodeLink(String name) {
    return link(plain(name), "/node/" + encoded(name));
  }

  private String blockLink(JsonNode object, String field) {
    String root = object.path(field).asText();
    return object.hasNonNull(field) ? link(code(root), "/block/" + root) : "–";
  }

  private String link(String markdown, String path) {
    return linked ? "[%s](%s%s)".formatted(markdown, explorer, path) : markdown;
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String code(String word) {
    return "`" + word.replaceAll("[`|\\p{Cntrl}]", "") + "`";
  }

  /** What nodes say must not become Markdown of its own. */
  private static String plain(String words) {
    return words
        .replaceAll("[\\\\|\\[\\]`*]", "\\\\$0")
        .replace("<", "&lt;")
        .replaceAll("\\p{Cntrl}", " ");
  }

  private void line(String markdown) {
    text.append(markdown).append('\n');
  }
}
