package crosscheck.ssz;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Input that is not the SSZ (or plain form) of a value of its type: what is wrong, in which field,
 * at which byte.
 */
public final class SszException extends Exception {

  private static final long serialVersionUID = 1L;
  private static final int UNKNOWN = -1;

  /** The classes of fault. */
  public enum Kind {
    /** An offset that is not where the data begins, decreases, or lies beyond the end. */
    OFFSET,
    /** Too few bytes, bytes left over, or a piece of an element. */
    LENGTH,
    /** More elements, bits or bytes than the type's limit. */
    LIMIT,
    /** A bit set behind the last bit of a bitvector. */
    PADDING,
    /** A bitlist without the bit that marks its end. */
    DELIMITER,
    /** A boolean other than 0 and 1. */
    BOOLEAN,
    /** In the plain form only: not a value of the type. */
    VALUE
  }

  private final Kind kind;
  private final String detail;
  private final int byteOffset;
  private final transient List<String> path = new ArrayList<>();

  SszException(Kind kind, int byteOffset, String detail) {
    this.kind = kind;
    this.detail = detail;
    this.byteOffset = byteOffset;
  }

  static SszException value(String detail) {
    return new SszException(Kind.VALUE, UNKNOWN, detail);
  }

  /**
   * Says where the fault lies, called from the inside out: a field name, or an index in brackets.
   */
  SszException within(String segment) {
    if (!path.isEmpty() && path.get(0).startsWith("[")) {
      path.set(0, segment + path.get(0));
    } else {
      path.add(0, segment);
    }
    return this;
  }

  public Kind kind() {
    return kind;
  }

  /** The fault in words, without the place. */
  public String detail() {
    return detail;
  }

  /**
   * From the outermost field to the innermost, an index with its list: {@code [body,
   * attestations[2], aggregation_bits]}. Empty when the value itself is at fault.
   */
  public List<String> path() {
    return List.copyOf(path);
  }

  /**
   * Position in the decoded bytes where the fault shows: the offset that is wrong, the first byte
   * that is missing or too much. Empty for faults in the plain form.
   */
  public OptionalInt byteOffset() {
    return byteOffset == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(byteOffset);
  }

  /** Place, byte and fault: {@code body.attestations[2].aggregation_bits: … (byte 512)}. */
  @Override
  public String getMessage() {
    String place = path.isEmpty() ? "" : String.join(".", path) + ": ";
    return place + detail + (byteOffset == UNKNOWN ? "" : " (byte " + byteOffset + ")");
  }
}
