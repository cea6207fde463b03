package crosscheck.ssz;

import java.math.BigInteger;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/** Containers for the tests of this package, one for each thing a container can have. */
final class Samples {

  static final Ssz SSZ = new Ssz(Map.of("SLOTS", 4L, "MANY", 1L << 40));

  private Samples() {}

  record Point(long x, long y) {}

  record Integers(
      byte a, short b, int c, long d, @Length("16") BigInteger e, @Length("32") BigInteger f) {}

  record Keys(Bytes48 publicKey, Bytes32 root, boolean slashed, @Length("96") Bytes signature) {}

  record Flags(
      @Limit("5") Bitlist first,
      @Length("2") Bitvector second,
      @Length("9") Bitvector third,
      @Limit("SLOTS * 3") Bitlist fourth) {}

  record Letter(short to, @Limit("16") Bytes text, byte from) {}

  record Nested(
      Point point,
      Letter letter,
      @Limit("SLOTS + 1") SszList<Letter> letters,
      @Length("2") SszList<Letter> pair,
      @Limit("MANY") SszList<Point> points,
      @Limit("MANY") Uint64List numbers,
      @Length("SLOTS") RootList roots,
      @Limit("1024") SszList<Short> shorts,
      @Named("field_9") Flags field9) {}

  /** Not a record: fields that change. */
  static final class Mutable {

    static final int NOT_A_FIELD = 1;

    long count;

    @Limit("SLOTS")
    SszList<Point> points;

    private boolean done;

    private Mutable() {}

    boolean done() {
      return done;
    }
  }
}
