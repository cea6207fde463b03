package crosscheck.ssz;

import java.util.List;
import java.util.Optional;

/** Where two values of one type differ, field by field. */
public final class SszDiff {

  private SszDiff() {}

  /**
   * One difference.
   *
   * @param path snake_case, with indices: {@code validators[3].slashed}; empty when the values
   *     themselves are of a basic type
   * @param before plain form on one line; empty for an element that was added
   * @param after plain form on one line; empty for an element that was removed
   */
  public record Difference(String path, Optional<String> before, Optional<String> after) {}

  /**
   * Differences in field order. Parts that are the same object, or whose roots are known to be
   * equal, are passed over, so two states of one chain cost little more than what differs between
   * them.
   *
   * @param max most differences to report; ask for one more than is wanted to learn whether there
   *     are more
   */
  public static <T> List<Difference> between(SszType<T> type, T before, T after, int max) {
    if (!(type instanceof Codec<T> codec)) {
      throw new IllegalArgumentException("not a type of this package: " + type.getClass());
    }
    DiffCollector found = new DiffCollector(max);
    codec.diff(before, after, "", found);
    return found.found();
  }
}
