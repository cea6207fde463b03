package crosscheck.ssz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.ssz.Samples.Keys;
import crosscheck.ssz.Samples.Letter;
import crosscheck.ssz.Samples.Nested;
import crosscheck.ssz.Samples.Point;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class PlainFormTest {

  @Test
  void isThatOfTheBeaconApi() {
    Letter letter = new Letter((short) -1, Bytes.of(0xAB, 0xCD), (byte) 3);
    assertThat(Samples.SSZ.toPlain(letter))
        .hasToString("{to=65535, text=0xabcd, from=3}")
        .isEqualTo(Map.of("to", "65535", "text", "0xabcd", "from", "3"));
    assertThat(Samples.SSZ.toPlain(new Point(-1, 1)))
        .isEqualTo(Map.of("x", "18446744073709551615", "y", "1"));
    assertThat(SszTypes.bitlist(9).toPlain(Bitlist.of(true, false, true))).isEqualTo("0x0d");
    assertThat(SszTypes.bitvector(3).toPlain(Bitvector.of(true, false, true))).isEqualTo("0x05");
    assertThat(SszTypes.bool().toPlain(true)).isEqualTo(true);
  }

  @Test
  void namesFieldsInSnakeCase() {
    assertThat((Map<?, ?>) Samples.SSZ.toPlain(Samples.SSZ.defaultValue(Keys.class)))
        .extracting(Map::keySet)
        .hasToString("[public_key, root, slashed, signature]");
    assertThat(Samples.SSZ.toPlain(Samples.SSZ.defaultValue(Nested.class)))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsKey("field_9");
  }

  @Test
  void acceptsNumbersAndUpperCaseHexToo() throws Exception {
    assertThat(SszTypes.uint64().fromPlain(7)).isEqualTo(7);
    assertThat(SszTypes.uint64().fromPlain(7L)).isEqualTo(7);
    assertThat(SszTypes.uint64().fromPlain(BigInteger.TWO.pow(64).subtract(BigInteger.ONE)))
        .isEqualTo(-1);
    assertThat(SszTypes.byteList(2).fromPlain("0xABcd")).isEqualTo(Bytes.of(0xab, 0xcd));
  }

  private static void refuses(SszType<?> type, Object plain, String message) {
    assertThatThrownBy(() -> type.fromPlain(plain))
        .isInstanceOf(SszException.class)
        .hasMessage(message)
        .extracting(e -> ((SszException) e).kind())
        .isEqualTo(SszException.Kind.VALUE);
  }

  @Test
  void rejectsWhatIsNoValueOfTheType() {
    refuses(SszTypes.uint8(), "256", "256 is out of the range of uint8");
    refuses(SszTypes.uint8(), -1, "-1 is out of the range of uint8");
    refuses(SszTypes.uint64(), "-1", "is -1, must be a whole decimal number");
    refuses(SszTypes.uint64(), "", "is , must be a whole decimal number");
    refuses(SszTypes.uint64(), 1.5, "is 1.5, must be a whole decimal number");
    refuses(SszTypes.uint64(), List.of(), "is [], must be a whole decimal number");
    refuses(SszTypes.bool(), 1, "is 1, must be true or false");
    refuses(SszTypes.byteVector(2), "0x01", "has 1 bytes, must have 2");
    refuses(SszTypes.byteList(2), "0x010203", "has 3 bytes, must have at most 2");
    refuses(SszTypes.byteList(2), "0102", "is 0102, must be 0x and an even number of hex digits");
    refuses(SszTypes.byteList(2), "0x01xx", "is 0x01xx, must be 0x and hex digits");
    refuses(SszTypes.bitlist(2), "0x00", "the last byte is zero, without delimiter bit");
    refuses(SszTypes.uint64List(1), List.of(1, 2), "has 2 elements, limit 1");
    refuses(SszTypes.uint64List(3), List.of(1, "x"), "[1]: is x, must be a whole decimal number");
    refuses(SszTypes.uint64List(3), Map.of(), "is {}, must be a list");
    refuses(Samples.SSZ.type(Point.class), List.of(), "is [], must be a map of fields");
  }

  @Test
  void rejectsFieldsThatAreMissingOrUnknown() {
    SszType<Point> type = Samples.SSZ.type(Point.class);
    refuses(type, Map.of("x", 1), "y: is missing");
    refuses(type, Map.of("x", 1, "y", 2, "z", 3), "has a field z that its type has not");
    Map<String, Object> withNull = new LinkedHashMap<>();
    withNull.put("x", null);
    refuses(type, withNull, "x: is missing");
  }

  @Test
  void showsOnlyTheBeginningOfLongInput() {
    assertThatThrownBy(() -> SszTypes.uint64().fromPlain("9".repeat(100_000)))
        .isInstanceOf(SszException.class)
        .extracting(e -> e.getMessage().length())
        .asInstanceOf(InstanceOfAssertFactories.INTEGER)
        .isLessThan(200);
  }
}
