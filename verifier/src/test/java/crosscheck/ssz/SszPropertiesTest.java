package crosscheck.ssz;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.ssz.Samples.Mutable;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random values of random types, against {@link Shape}, which does it the plain way. */
class SszPropertiesTest {

  private static final int VALUES = 8;

  record Case(String name, Shape shape, long seed) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> shapes() {
    Stream<Case> containers =
        Stream.concat(Shapes.records().stream(), Stream.of(Shapes.mutable()))
            .map(shape -> new Case("container " + shape.name(), shape, 1));
    Stream<Case> random =
        Stream.iterate(1L, seed -> seed + 1)
            .limit(70)
            .map(seed -> new Case("seed " + seed, Shapes.any(new Random(seed), 2), seed));
    return Stream.concat(containers, random);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void encodesDecodesAndHashesAsTheSpecificationSays(Case each) throws Exception {
    SszType<Object> type = each.shape.type;
    Random random = new Random(each.seed);
    assertThat(type.fixedSize()).isEqualTo(!each.shape.fixedLength().isEmpty());
    for (int i = 0; i < VALUES; i++) {
      Object plain = each.shape.random(random);
      Object value = type.fromPlain(plain);
      Bytes encoded = Bytes.wrap(each.shape.encode(plain));
      Bytes root = Bytes.wrap(each.shape.root(plain));

      assertThat(type.encode(value)).isEqualTo(encoded);
      assertThat(type.hashTreeRoot(value)).isEqualTo(root);
      Object decoded = type.decode(encoded);
      assertThat(type.hashTreeRoot(decoded)).isEqualTo(root);
      assertThat(type.toPlain(decoded)).isEqualTo(plain);
      if (!(value instanceof Mutable)) {
        assertThat(decoded).isEqualTo(value).hasSameHashCodeAs(value);
      }
      if (type.fixedSize()) {
        assertThat(encoded.size()).isEqualTo(type.byteLength());
      }
    }
  }

  /** Encoding is injective: whatever decodes is the encoding of what it decodes to. */
  @ParameterizedTest
  @MethodSource("shapes")
  void damagedBytesAreRefusedOrAreAnotherValuesEncoding(Case each) {
    SszType<Object> type = each.shape.type;
    Random random = new Random(each.seed);
    byte[] encoded = {};
    for (int i = 0; i < 20 * VALUES; i++) {
      if (i % 20 == 0) {
        encoded = each.shape.encode(each.shape.random(random));
      }
      Bytes damaged = Bytes.wrap(Damage.random(encoded, random));
      try {
        assertThat(type.encode(type.decode(damaged))).isEqualTo(damaged);
      } catch (SszException e) {
        assertThat(e.byteOffset().orElseThrow()).isBetween(0, damaged.size());
        assertThat(e.kind()).isNotEqualTo(SszException.Kind.VALUE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void defaultValuesAreAllZero(Case each) throws Exception {
    SszType<Object> type = each.shape.type;
    Object zero = type.defaultValue();
    Bytes encoded = type.encode(zero);
    assertThat(type.encode(type.decode(encoded))).isEqualTo(encoded);
    if (type.fixedSize()) {
      assertThat(encoded).isEqualTo(Bytes.wrap(new byte[type.byteLength()]));
    }
  }
}
