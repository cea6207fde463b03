package crosscheck.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Misbehaviour that is proven; {@code db/README.md} says what each kind is.
 *
 * @param id order in which they were found
 * @param epoch uint64, decimal
 * @param validators who is convicted, indices
 * @param extendsId an earlier one about the same two votes, which names other validators
 * @param first block, or vote; of a surround vote the surrounding one
 * @param slashingPosition when it is known by the slashing in a block alone: its place among those
 *     of its kind, from 0; {@code first} and {@code second} then both are that block
 * @param refusal why a block on the head of that time could not carry the operation; empty when it
 *     could
 */
record OffenceJson(
    long id,
    String kind,
    Instant foundAt,
    String epoch,
    List<Long> validators,
    Optional<Long> extendsId,
    Side first,
    Side second,
    Optional<Integer> slashingPosition,
    Optional<Bytes> checkedRoot,
    Optional<Refusal> refusal) {

  /**
   * A block that is half of the evidence, or carries it.
   *
   * @param position of the vote among the block's attestations, from 0
   */
  record Side(
      long inputId,
      Bytes root,
      Bytes hash,
      String slot,
      String verdict,
      Optional<Integer> position) {}

  /** A check that refuses the operation. */
  record Refusal(String check, String message) {}

  /**
   * All of it.
   *
   * @param operation {@code ProposerSlashing} or {@code AttesterSlashing} in its JSON form; empty
   *     for copies of a block
   * @param slashedIn valid blocks that carry a slashing of one of the validators, for this or
   *     another offence
   */
  record Detail(
      OffenceJson offence,
      @Plainly({"ProposerSlashing", "AttesterSlashing"}) Optional<Object> operation,
      List<Slashing> slashedIn) {}

  /**
   * A slashing in a block.
   *
   * @param operation {@code proposer_slashing} or {@code attester_slashing}
   * @param canonical on the finalized chain, or never, or empty: not decided
   */
  record Slashing(
      String operation, long inputId, Bytes root, String slot, Optional<Boolean> canonical) {}
}
