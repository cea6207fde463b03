package crosscheck.ssz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.ssz.Samples.Mutable;
import crosscheck.ssz.Samples.Nested;
import java.math.BigInteger;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Containers as schemas, and the constants in their annotations. */
class SchemaTest {

  record NoFields() {}

  record Unbounded(Uint64List values) {}

  record TwiceBounded(@Limit("1") @Length("1") Uint64List values) {}

  record BoundedNumber(@Limit("1") long value) {}

  record EmptyVector(@Length("0") Bitvector bits) {}

  record UnknownConstant(@Limit("NO_SUCH_CONSTANT") Uint64List values) {}

  record Foreign(String text) {}

  record OddInteger(@Length("3") BigInteger value) {}

  record Refusing(long value) {
    Refusing {
      if (value == 7) {
        throw new UnsupportedOperationException("seven");
      }
    }
  }

  private static void refuses(Class<?> container, String message) {
    assertThatThrownBy(() -> Samples.SSZ.type(container))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesIllegalTypes() {
    refuses(NoFields.class, "has no fields");
    refuses(EmptyVector.class, "field bits of EmptyVector: illegal vector length 0");
    assertThatThrownBy(() -> SszTypes.bitvector(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SszTypes.vector(SszTypes.bool(), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SszTypes.uint64List(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesFieldsThatSayTooLittleOrTooMuch() {
    refuses(Unbounded.class, "field values of Unbounded: needs either @Length");
    refuses(TwiceBounded.class, "field values of TwiceBounded: needs either @Length");
    refuses(BoundedNumber.class, "its type has neither length nor limit");
    refuses(Foreign.class, "java.lang.String stands for no SSZ type");
    refuses(OddInteger.class, "no big integer type has 3 bytes");
    refuses(UnknownConstant.class, "no constant \"NO_SUCH_CONSTANT\"");
    refuses(Object.class, "java.lang.Object is no SSZ container");
    refuses(Runnable.class, "is no SSZ container");
  }

  @Test
  void evaluatesProductsBeforeSums() {
    Constants constants = new Constants(Map.of("A", 3L, "B_2", 5L));
    assertThat(constants.evaluate("42")).isEqualTo(42);
    assertThat(constants.evaluate("A")).isEqualTo(3);
    assertThat(constants.evaluate("A * B_2 + 1")).isEqualTo(16);
    assertThat(constants.evaluate("1 + A*B_2")).isEqualTo(16);
    assertThatThrownBy(() -> constants.evaluate("A - 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot evaluate \"A - 1\"");
    assertThatThrownBy(() -> constants.evaluate("A +"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> constants.evaluate("9223372036854775807 * 2"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fieldsHaveTypesOfTheirOwn() throws Exception {
    SszType<?> numbers = Samples.SSZ.field(Nested.class, "numbers");
    assertThat(numbers.fixedSize()).isFalse();
    assertThat(numbers.decode(Bytes.wrap(new byte[8]))).isEqualTo(Uint64List.of(0));
    assertThatThrownBy(numbers::byteLength).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Samples.SSZ.field(Nested.class, "no_such"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Nested has no field no_such");
  }

  @Test
  void oneTypeServesAllWhoAsk() {
    assertThat(Samples.SSZ.type(Nested.class)).isSameAs(Samples.SSZ.type(Nested.class));
  }

  @Test
  void classesMayBeContainersToo() throws Exception {
    Bytes ssz = Bytes.fromHexString("0x0500000000000000" + "0d000000" + "01");
    Mutable mutable = Samples.SSZ.decode(Mutable.class, ssz);
    assertThat(mutable.count).isEqualTo(5);
    assertThat(mutable.done()).isTrue();
    mutable.count = 6;
    assertThat(Samples.SSZ.encode(mutable).get(0)).isEqualTo((byte) 6);
  }

  @Test
  void whatAContainersOwnConstructorThrowsComesThrough() {
    assertThatThrownBy(() -> Samples.SSZ.decode(Refusing.class, Bytes.of(7, 0, 0, 0, 0, 0, 0, 0)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("seven");
  }
}
