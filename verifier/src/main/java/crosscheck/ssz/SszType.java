package crosscheck.ssz;

import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * An SSZ type, with its limits, and the Java values it stands for: {@link Ssz#type} makes them from
 * records, {@link SszTypes} from nothing. Immutable and safe for use by many threads.
 *
 * <p>A value that is not of the type (a list beyond its limit, a vector of another length) is a bug
 * of the caller: {@link IllegalArgumentException}.
 *
 * <p>Source: <a
 * href="https://github.com/ethereum/consensus-specs/blob/v0.8.3/specs/simple-serialize.md">SimpleSerialize,
 * v0.8.3</a>.
 */
public interface SszType<T> {

  /** Whether every value of the type has the same number of bytes. */
  boolean fixedSize();

  /**
   * Bytes of any value of the type.
   *
   * @throws IllegalStateException when the type is not of fixed size
   */
  int byteLength();

  Bytes encode(T value);

  /**
   * Decodes strictly: every byte has its place, and nothing is kept of {@code ssz} itself.
   *
   * @throws SszException when the bytes are not the encoding of a value of this type
   */
  T decode(Bytes ssz) throws SszException;

  Bytes32 hashTreeRoot(T value);

  T defaultValue();

  /**
   * The Beacon-API form: containers are maps with snake_case keys in field order, integers decimal
   * strings, byte strings and bits lower-case 0x-hex, lists lists, booleans booleans.
   */
  Object toPlain(T value);

  /**
   * The value of a plain form; integers may also be {@link Number}s.
   *
   * @throws SszException when {@code plain} is not such a form: a key missing or unknown, a number
   *     out of range, a limit passed
   */
  T fromPlain(Object plain) throws SszException;
}
