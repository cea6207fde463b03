package crosscheck.testnet;

import crosscheck.settings.Section;
import java.util.Optional;

/**
 * Slower or losing links of some nodes, in both directions; on top of what the links have anyway.
 *
 * @param delay of each message
 * @param loss share of messages that get lost, from 0 to 1
 */
record BadLinks(Window window, Target target, Delay delay, double loss) implements Fault {

  static Fault read(FaultKinds.Frame frame, Section section) {
    Optional<Delay> delay =
        section.optional("delay").map(value -> Delay.read(value, frame.scale()));
    Optional<Double> loss = section.optional("loss").map(value -> value.fraction(0, 1));
    if (delay.isEmpty() && loss.isEmpty()) {
      throw section.required("kind").wrong("bad_links need a delay, a loss, or both");
    }
    return new BadLinks(frame.window(), frame.target(), delay.orElse(Delay.NONE), loss.orElse(0.0));
  }

  @Override
  public String kind() {
    return "bad_links";
  }

  @Override
  public String description() {
    return "messages delayed, %.0f %% lost".formatted(loss * 100);
  }

  @Override
  public Passage passage(String from, String to, Passage passage, Dice dice) {
    if (!target.strikes(from) && !target.strikes(to)) {
      return passage;
    }
    return passage.later(delay.of(dice)).losing(dice.of("loss").chance(loss));
  }
}
