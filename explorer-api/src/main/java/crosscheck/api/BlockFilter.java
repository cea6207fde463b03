package crosscheck.api;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a list shows.
 *
 * @param verdicts these only; all when empty
 * @param fromSlot from this slot on; malformed inputs have none and are left out
 * @param toSlot up to this slot
 * @param proposer those whose slot was this validator's
 * @param graffiti those whose graffiti contain this
 * @param check those that failed this check
 * @param fork those on this fork
 * @param canonical those of which finality says this; empty inside: has not decided
 * @param node those that this node delivered
 * @param before ids below this one: where the page before ended
 */
record BlockFilter(
    Set<VerdictWord> verdicts,
    Optional<BigInteger> fromSlot,
    Optional<BigInteger> toSlot,
    Optional<Long> proposer,
    Optional<String> graffiti,
    Optional<String> check,
    Optional<Integer> fork,
    Optional<Optional<Boolean>> canonical,
    Optional<String> node,
    OptionalLong before,
    int limit) {

  private static final Parameter<BigInteger> FROM_SLOT =
      Parameters.uint64("from_slot", "Blocks from this slot on; undecodable inputs have none.");
  private static final Parameter<BigInteger> TO_SLOT =
      Parameters.uint64("to_slot", "Blocks up to this slot.");

  private static final Parameter<BigInteger> FROM_EPOCH =
      Parameters.uint64("from_epoch", "Blocks from this epoch on.");
  private static final Parameter<BigInteger> TO_EPOCH =
      Parameters.uint64("to_epoch", "Blocks up to this epoch.");
  private static final Parameter<Long> PROPOSER =
      Parameters.validator("proposer", "Blocks of slots that this validator had to propose in.");

  static final List<Parameter<?>> PARAMETERS =
      List.of(
          Parameters.limit(50, 500),
          Parameters.CURSOR,
          Parameters.VERDICT,
          FROM_SLOT,
          TO_SLOT,
          FROM_EPOCH,
          TO_EPOCH,
          PROPOSER,
          Graffiti.TEXT,
          Parameters.CHECK,
          Parameters.FORK,
          Parameters.CANONICAL,
          Parameters.NODE);

  /** Whether it asks for what only inputs that decode have. */
  boolean ofBlocks() {
    return fromSlot.isPresent()
        || toSlot.isPresent()
        || proposer.isPresent()
        || graffiti.isPresent()
        || fork.isPresent()
        || canonical.isPresent();
  }

  /**
   * What a request asks for.
   *
   * @param slotsPerEpoch of the network
   */
  static BlockFilter of(Given given, int slotsPerEpoch) {
    BigInteger perEpoch = BigInteger.valueOf(slotsPerEpoch);
    Optional<BigInteger> fromEpoch = given.get(FROM_EPOCH).map(perEpoch::multiply);
    Optional<BigInteger> toEpoch =
        given
            .get(TO_EPOCH)
            .map(epoch -> epoch.add(BigInteger.ONE).multiply(perEpoch))
            .map(end -> end.subtract(BigInteger.ONE));
    return new BlockFilter(
        given.get(Parameters.VERDICT).orElse(Set.of()),
        Stream.concat(given.get(FROM_SLOT).stream(), fromEpoch.stream())
            .max(Comparator.naturalOrder()),
        Stream.concat(given.get(TO_SLOT).stream(), toEpoch.stream()).min(Comparator.naturalOrder()),
        given.get(PROPOSER),
        given.get(Graffiti.TEXT),
        given.get(Parameters.CHECK),
        given.get(Parameters.FORK),
        given.get(Parameters.CANONICAL),
        given.get(Parameters.NODE),
        given.cursor(),
        given.limit());
  }
}
