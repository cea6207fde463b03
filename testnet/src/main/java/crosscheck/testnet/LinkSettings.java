package crosscheck.testnet;

import crosscheck.settings.Section;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import java.util.Optional;
import java.util.Set;

/**
 * What the links between some nodes are like, in both directions.
 *
 * @param nodes a link is meant when both its ends are among these; empty: every link
 * @param delay of each message
 * @param loss share of messages that get lost, from 0 to 1
 */
public record LinkSettings(Optional<Set<String>> nodes, Delay delay, double loss) {

  /** Everything arrives at once. */
  public static final LinkSettings PERFECT = new LinkSettings(Optional.empty(), Delay.NONE, 0);

  public LinkSettings {
    nodes = nodes.map(Set::copyOf);
  }

  /**
   * Reads one entry of {@code links}.
   *
   * @throws SettingsException naming the line
   */
  static LinkSettings read(Value value, PlanScale scale) {
    Section section = value.section("nodes", "delay", "loss");
    return new LinkSettings(
        section.optional("nodes").map(names -> Target.names(names, scale.nodes())),
        section.optional("delay").map(delay -> Delay.read(delay, scale)).orElse(Delay.NONE),
        section.optional("loss").map(loss -> loss.fraction(0, 1)).orElse(0.0));
  }

  boolean joins(String from, String to) {
    return nodes.isEmpty() || (nodes.get().contains(from) && nodes.get().contains(to));
  }

  /** How a message fares. */
  Passage passage(Dice dice) {
    return new Passage(delay.of(dice), dice.of("loss").chance(loss));
  }
}
