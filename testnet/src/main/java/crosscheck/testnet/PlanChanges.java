package crosscheck.testnet;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What whoever starts a plan wants otherwise than its file says.
 *
 * @param folder that the plan's relative paths start from
 * @param secondsPerSlot instead of the plan's; a whole number from 1 to 86,400
 * @param seed instead of the plan's
 * @param slots instead of the plan's
 */
public record PlanChanges(
    Path folder, OptionalLong secondsPerSlot, OptionalLong seed, OptionalLong slots) {

  /** None, with paths from the working directory. */
  public static final PlanChanges NONE = in(Path.of(""));

  /** None, with paths from a folder. */
  public static PlanChanges in(Path folder) {
    return new PlanChanges(
        folder, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
  }

  public PlanChanges withSecondsPerSlot(OptionalLong seconds) {
    return new PlanChanges(folder, seconds, seed, slots);
  }

  public PlanChanges withSeed(OptionalLong other) {
    return new PlanChanges(folder, secondsPerSlot, other, slots);
  }

  public PlanChanges withSlots(OptionalLong other) {
    return new PlanChanges(folder, secondsPerSlot, seed, other);
  }
}
