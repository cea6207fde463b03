package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report of a run as Markdown, for the log that a pair of clients keeps. */
final class ExerciseReport {

  static final String MEDIA_TYPE = "text/markdown";

  private final JsonNode run;
  private final StringBuilder text = new StringBuilder();

  private ExerciseReport(JsonNode run) {
    this.run = run;
  }

  /** Answers with the report: as JSON when that is asked for by name, else as Markdown. */
  static void send(Context request, Given given, Reader reader, Readers read) {
    long id = given.of(Exercises.EXERCISE_ID);
    JsonNode run = reader.read(handle -> read.exercises.report(handle, id));
    String accept = request.header("Accept");
    if (accept != null && accept.contains(Form.JSON.mediaType()) && !accept.contains(MEDIA_TYPE)) {
      request.contentType(Form.JSON.mediaType()).result(run.toPrettyString() + "\n");
    } else {
      request.contentType(MEDIA_TYPE + "; charset=utf-8").result(markdown(run));
    }
  }

  /**
   * Writes it.
   *
   * @param run as {@link Exercises#report} makes it
   */
  static String markdown(JsonNode run) {
    ExerciseReport report = new ExerciseReport(run);
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
    line("# %s: exercise %s", run.path("name").asText(), run.path("exercise").asText());
    line("");
    String about = run.at("/scenario/about").asText();
    if (!about.isEmpty()) {
      line("%s", about);
      line("");
    }
    JsonNode score = run.path("score");
    line(
        "**%s**: %s passed, %s failed, %s open.",
        run.path("state").asText().toUpperCase(Locale.ROOT),
        score.path("passed").asText(),
        score.path("failed").asText(),
        score.path("pending").asText());
  }

  private void configuration() {
    chapter("Configuration");
    table("what", "value");
    row("variant", run.path("variant").asText());
    row("machines", run.path("machines").asText());
    JsonNode network = run.path("network");
    row(
        "network",
        "%s, spec %s, %s s a slot, %s slots an epoch"
            .formatted(
                network.path("config_name").asText(),
                network.path("spec_version").asText(),
                network.path("seconds_per_slot").asText(),
                network.path("slots_per_epoch").asText()));
    row("validators", network.path("validators").asText());
    row(
        "genesis",
        "%s, block `%s`"
            .formatted(
                network.path("genesis_time").asText(), network.path("genesis_root").asText()));
    row("started", "%s, slot %s".formatted(at("started_at"), run.path("start_slot").asText()));
    row(
        "ended",
        run.hasNonNull("ended_at")
            ? "%s, slot %s".formatted(at("ended_at"), run.path("end_slot").asText())
            : "runs, until slot %s at the latest".formatted(run.path("deadline_slot").asText()));
    row("run", run.path("run").asText());
    line("");
    table("node", "client", "version", "head", "finalized epoch");
    for (JsonNode node : run.path("nodes")) {
      row(
          node.path("name").asText(),
          node.path("client").asText(),
          known(node, "client_version"),
          known(node, "head_slot"),
          known(node, "finalized_epoch"));
    }
  }

  private String at(String field) {
    return run.path(field).asText().replace("T", " ").replace("Z", " UTC");
  }

  private static String known(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.get(field).asText() : "–";
  }

  private void results() {
    chapter("Results");
    table("", "who", "what", "slot", "seen");
    for (JsonNode goal : run.path("goals")) {
      row(
          goal.path("state").asText(),
          goal.hasNonNull("node") ? goal.get("node").asText() : "network",
          goal.path("words").asText(),
          known(goal, "slot"),
          goal.hasNonNull("reason") ? goal.get("reason").asText() : goal.path("progress").asText());
    }
    JsonNode blocks = run.path("blocks");
    line("");
    line(
        "Blocks: %s valid, %s invalid, %s malformed, %s not judged because of an error of ours.",
        blocks.path("valid").asText("0"),
        blocks.path("invalid").asText("0"),
        blocks.path("malformed").asText("0"),
        blocks.path("error").asText("0"));
  }

  private void timeline() {
    chapter("Time line");
    table("time", "slot", "what happened");
    for (JsonNode moment : run.path("timeline")) {
      row(
          moment.path("at").asText().replace("T", " ").replace("Z", ""),
          known(moment, "slot"),
          moment.path("words").asText());
    }
  }

  private void forks() {
    chapter("Forks");
    if (none(run.path("forks"))) {
      return;
    }
    table("fork", "leaves slot", "first block", "last block", "blocks");
    for (JsonNode fork : run.path("forks")) {
      row(
          fork.path("fork_id").asText(),
          fork.path("base_slot").asText(),
          fork.path("first_slot").asText(),
          fork.path("tip_slot").asText(),
          fork.path("block_count").asText());
    }
  }

  private void invalidBlocks() {
    chapter("Invalid blocks");
    if (none(run.path("invalid_blocks"))) {
      return;
    }
    table("slot", "block", "proposer", "from", "function", "why");
    for (JsonNode block : run.path("invalid_blocks")) {
      row(
          known(block, "slot"),
          "`" + known(block, "root") + "`",
          known(block, "proposer_index"),
          known(block, "nodes"),
          "`" + known(block, "function") + "`",
          known(block, "message"));
    }
  }

  private void misbehaviour() {
    chapter("Misbehaviour");
    if (none(run.path("offences"))) {
      return;
    }
    table("offence", "epoch", "validators");
    for (JsonNode offence : run.path("offences")) {
      row(
          offence.path("kind").asText().replace('_', ' '),
          offence.path("epoch").asText(),
          offence.path("validators").asText());
    }
  }

  private void problems() {
    chapter("Problems");
    List<String> troubles = new ArrayList<>();
    for (JsonNode node : run.path("nodes")) {
      if (node.hasNonNull("message")) {
        troubles.add(
            "%s is %s: %s"
                .formatted(
                    node.path("name").asText(),
                    node.path("state").asText(),
                    node.path("message").asText()));
      }
    }
    if (run.path("alerts").isEmpty() && troubles.isEmpty()) {
      line("None.");
      return;
    }
    for (JsonNode alert : run.path("alerts")) {
      line(
          "- %s (%s)%s",
          plain(alert.path("title").asText()),
          alert.path("severity").asText(),
          alert.hasNonNull("resolved_at") ? "" : ", open");
    }
    troubles.forEach(trouble -> line("- %s", plain(trouble)));
  }

  private void chapter(String title) {
    line("");
    line("## %s", title);
    line("");
  }

  private boolean none(JsonNode list) {
    if (list.isEmpty()) {
      line("None.");
    }
    return list.isEmpty();
  }

  private void table(String... heads) {
    row(heads);
    line("|%s", "---|".repeat(heads.length));
  }

  private void row(String... cells) {
    text.append('|');
    for (String cell : cells) {
      text.append(' ').append(plain(cell)).append(" |");
    }
    text.append('\n');
  }

  /** What nodes say must not become Markdown of its own. */
  private static String plain(String cell) {
    return cell.replace("|", "\\|").replace("<", "&lt;").replaceAll("\\p{Cntrl}", " ");
  }

  private void line(String form, Object... values) {
    text.append(values.length == 0 ? form : form.formatted(values)).append('\n');
  }
}
