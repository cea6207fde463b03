package crosscheck.testnet;

import crosscheck.settings.Section;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Every kind of fault: the word for it in plans, the keys it has, and how it is read. */
public final class FaultKinds {

  /**
   * What every fault has.
   *
   * @param window when
   * @param target whom
   * @param scale what durations and names are read against
   */
  record Frame(Window window, Target target, PlanScale scale) {}

  /** Makes a fault of a section whose keys are known to be those of the kind. */
  interface Reading {
    Fault read(Frame frame, Section section);
  }

  /**
   * @param defaultTimes how often it strikes when the plan does not say
   * @param keys besides those of every fault
   */
  private record Kind(OptionalInt defaultTimes, List<String> keys, Reading reading) {}

  private static final OptionalInt ALWAYS = OptionalInt.empty();
  private static final OptionalInt ONCE = OptionalInt.of(1);

  private static final Map<String, Kind> KINDS = kinds();

  private FaultKinds() {}

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    kinds.put("silent", new Kind(ALWAYS, List.of("duties", "share"), Silence::read));
    kinds.put("late_blocks", new Kind(ALWAYS, List.of("by", "share"), LateBlocks::read));
    kinds.put(
        "late_attestations", new Kind(ALWAYS, List.of("by", "share"), LateAttestations::read));
    kinds.put("invalid_block", new Kind(ONCE, List.of("check"), InvalidProposal::read));
    kinds.put("double_proposal", new Kind(ONCE, List.of(), DoubleProposal::read));
    kinds.put("double_vote", new Kind(ONCE, List.of(), DoubleVote::read));
    kinds.put("surround_vote", new Kind(ONCE, List.of(), SurroundVote::read));
    kinds.put("partition", new Kind(ALWAYS, List.of("groups"), Partition::read));
    kinds.put("bad_links", new Kind(ALWAYS, List.of("delay", "loss"), BadLinks::read));
    kinds.put("lag", new Kind(ALWAYS, List.of("by"), Lag::read));
    kinds.put("clock_skew", new Kind(ALWAYS, List.of("ahead", "behind"), ClockSkew::read));
    kinds.put("stop", new Kind(ALWAYS, List.of(), Stop::read));
    return Collections.unmodifiableMap(kinds);
  }

  /** The words, in the order of the manual. */
  public static Set<String> words() {
    return KINDS.keySet();
  }

  /**
   * Reads one fault.
   *
   * @throws SettingsException naming the line, when a key is wrong, missing or unknown
   */
  public static Fault read(Value value, PlanScale scale) {
    Section section = value.section();
    String word = section.required("kind").oneOf(KINDS.keySet().toArray(String[]::new));
    Kind kind = KINDS.get(word);
    List<String> keys = new ArrayList<>(List.of("kind"));
    keys.addAll(List.of(Window.KEYS));
    keys.addAll(List.of(Target.KEYS));
    keys.addAll(kind.keys());
    section.only(keys.toArray(String[]::new));
    Window window = Window.read(section, kind.defaultTimes());
    Target target = Target.read(section, scale.nodes());
    return kind.reading().read(new Frame(window, target, scale), section);
  }
}
