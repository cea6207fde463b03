package crosscheck.indexer.alert;

import static crosscheck.indexer.alert.RuleType.incidents;
import static crosscheck.indexer.alert.RuleType.severity;
import static crosscheck.indexer.alert.RuleType.state;

import java.time.Duration;
import java.util.List;

/** Every rule, with what can be set and what it is when nobody sets it. */
final class Rules {

  static final List<RuleType> ALL =
      List.of(
          incidents(
              "invalid_block",
              Span.epochs(16),
              InvalidBlock::new,
              severity(Severity.WARNING),
              new Option(
                  "clear_final",
                  Span.epochs(1),
                  "as clear, once finality has passed the block's slot")),
          incidents(
              "malformed_block",
              Duration.ofMinutes(10),
              MalformedBlock::new,
              severity(Severity.WARNING)),
          incidents(
              "node_disagrees", Span.epochs(8), NodeDisagrees::new, severity(Severity.CRITICAL)),
          state(
              "nodes_forked",
              Span.slots(2),
              NodesForked::new,
              new Option("after", Span.slots(2), "how long they must be apart"),
              new Option("warning", 2, "slots deep for a warning"),
              new Option("critical", 16, "slots deep to be critical")),
          state(
              "finality_conflict",
              Span.slots(10),
              FinalityConflict::new,
              severity(Severity.CRITICAL)),
          state(
              "deep_fork",
              Span.slots(2),
              DeepFork::new,
              new Option("warning", 8, "slots deep for a warning"),
              new Option("critical", 32, "slots deep to be critical")),
          incidents(
              "deep_reorg",
              Span.epochs(8),
              DeepReorg::new,
              new Option("warning", 4, "slots undone for a warning"),
              new Option("critical", 16, "slots undone to be critical")),
          state(
              "finality_late",
              Span.slots(2),
              FinalityLate::new,
              new Option("warning", 2, "epochs late for a warning"),
              new Option("critical", 8, "epochs late to be critical")),
          state(
              "missed_slots",
              Span.slots(2),
              MissedSlots::new,
              new Option("warning", 4, "slots without a block for a warning"),
              new Option("critical", 16, "slots without a block to be critical")),
          state(
              "participation_low",
              Span.slots(2),
              ParticipationLow::new,
              new Option("warning", 0.8, "fraction of the stake below which there is a warning"),
              new Option("critical", 0.6666, "fraction below which it is critical"),
              new Option("margin", 0.05, "so much better it must become")),
          incidents(
              "slashable_offence",
              Span.epochs(16),
              SlashableOffence::new,
              severity(Severity.CRITICAL)),
          state(
              "node_silent",
              Duration.ofSeconds(10),
              NodeSilent::new,
              severity(Severity.WARNING),
              new Option("after", Duration.ofSeconds(30), "how long it must be silent")),
          state(
              "node_lagging",
              Span.slots(2),
              NodeLagging::new,
              new Option("warning", 8, "slots behind for a warning"),
              new Option("critical", 64, "slots behind to be critical")),
          state(
              "source_failing",
              Duration.ofSeconds(10),
              SourceFailing::new,
              severity(Severity.WARNING),
              new Option("after", Duration.ofMinutes(1), "how long it must fail")),
          state("our_error", Duration.ofSeconds(10), OurError::new, severity(Severity.CRITICAL)),
          state(
              "backlog",
              Duration.ofSeconds(30),
              Backlog::new,
              new Option("warning", Duration.ofMinutes(1), "oldest wait for a warning"),
              new Option("critical", Duration.ofMinutes(10), "oldest wait to be critical")),
          state(
              "webhook_failing",
              Duration.ofSeconds(10),
              WebhookFailing::new,
              severity(Severity.WARNING),
              new Option("waiting", Duration.ofMinutes(10), "how long it may be unreachable")),
          state("discards", Duration.ofMinutes(10), Discards::new, severity(Severity.WARNING)));

  private Rules() {}

  /**
   * A rule by its name.
   *
   * @throws IllegalArgumentException when there is none; the message lists all
   */
  static RuleType type(String name) {
    return ALL.stream()
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no alert rule \""
                        + name
                        + "\"; there are "
                        + String.join(", ", ALL.stream().map(RuleType::name).toList())));
  }
}
