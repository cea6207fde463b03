package crosscheck.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.ssz.Bitlist;
import crosscheck.ssz.Bitvector;
import crosscheck.ssz.Length;
import crosscheck.ssz.Limit;
import crosscheck.ssz.Named;
import crosscheck.ssz.Ssz;
import crosscheck.ssz.SszException;
import crosscheck.ssz.SszList;
import crosscheck.ssz.SszType;
import crosscheck.ssz.SszTypes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;

/** The {@code ssz_generic} runner: the name of an example declares its type. */
final class SszGenericVectors {

  private static final Ssz SSZ = new Ssz(Map.of());
  private static final Map<String, Class<?>> CONTAINERS = containers();

  record SingleFieldTestStruct(@Named("A") byte a) {}

  record SmallTestStruct(@Named("A") short a, @Named("B") short b) {}

  record FixedTestStruct(@Named("A") byte a, @Named("B") long b, @Named("C") int c) {}

  record VarTestStruct(
      @Named("A") short a, @Named("B") @Limit("1024") SszList<Short> b, @Named("C") byte c) {}

  record ComplexTestStruct(
      @Named("A") short a,
      @Named("B") @Limit("128") SszList<Short> b,
      @Named("C") byte c,
      @Named("D") @Limit("256") Bytes d,
      @Named("E") VarTestStruct e,
      @Named("F") @Length("4") SszList<FixedTestStruct> f,
      @Named("G") @Length("2") SszList<VarTestStruct> g) {}

  record BitsStruct(
      @Named("A") @Limit("5") Bitlist a,
      @Named("B") @Length("2") Bitvector b,
      @Named("C") @Length("1") Bitvector c,
      @Named("D") @Limit("6") Bitlist d,
      @Named("E") @Length("8") Bitvector e) {}

  private static Map<String, Class<?>> containers() {
    Map<String, Class<?>> containers = new LinkedHashMap<>();
    Stream.of(
            SingleFieldTestStruct.class,
            SmallTestStruct.class,
            FixedTestStruct.class,
            VarTestStruct.class,
            ComplexTestStruct.class,
            BitsStruct.class)
        .forEach(type -> containers.put(type.getSimpleName(), type));
    return containers;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "ssz_generic/basic_vector", handler(SszGenericVectors::basicVector),
        "ssz_generic/bitlist", handler(SszGenericVectors::bitlist),
        "ssz_generic/bitvector", handler(name -> SszTypes.bitvector(number(name, 1))),
        "ssz_generic/boolean", handler(name -> SszTypes.bool()),
        "ssz_generic/uints", handler(name -> uint(number(name, 1))),
        "ssz_generic/containers", handler(name -> SSZ.type(CONTAINERS.get(word(name, 0)))));
  }

  /** {@code vec_uint16_3_random}. */
  private static SszType<?> basicVector(String name) {
    String element = word(name, 1);
    SszType<?> type =
        element.equals("bool")
            ? SszTypes.bool()
            : uint(Integer.parseInt(element.substring("uint".length())));
    return SszTypes.vector(type, number(name, 2));
  }

  /** {@code bitlist_5_max_0}; three invalid ones have no delimiter, whatever their limit. */
  private static SszType<?> bitlist(String name) {
    return SszTypes.bitlist(word(name, 1).equals("no") ? 8 : number(name, 1));
  }

  private static SszType<?> uint(int bits) {
    return switch (bits) {
      case 8 -> SszTypes.uint8();
      case 16 -> SszTypes.uint16();
      case 32 -> SszTypes.uint32();
      case 64 -> SszTypes.uint64();
      case 128 -> SszTypes.uint128();
      case 256 -> SszTypes.uint256();
      default -> throw new IllegalArgumentException("uint" + bits);
    };
  }

  private static String word(String name, int position) {
    return name.split("_")[position];
  }

  private static int number(String name, int position) {
    return Integer.parseInt(word(name, position));
  }

  private static Handler handler(Function<String, SszType<?>> typeOf) {
    return example -> {
      if (example.suite().equals("valid")) {
        valid(example, typeOf.apply(example.name()));
      } else {
        invalid(example, typeOf);
      }
    };
  }

  private static <T> void valid(Case example, SszType<T> type) throws Exception {
    Bytes serialized = example.bytes("serialized.ssz");
    JsonNode roots = example.yaml("meta.yaml");
    Object plain = example.plain("value.yaml");
    T value = type.decode(serialized);
    assertThat(type.encode(value)).as("decoded and encoded").isEqualTo(serialized);
    assertThat(type.fromPlain(plain)).as("value.yaml").isEqualTo(value);
    assertThat(type.encode(type.fromPlain(type.toPlain(value)))).isEqualTo(serialized);
    assertThat(type.hashTreeRoot(value).toHexString())
        .as("root")
        .isEqualTo(roots.required("root").asText());
    if (roots.has("signing_root")) {
      assertThat(SSZ.signingRoot(value).toHexString())
          .as("signing_root")
          .isEqualTo(roots.required("signing_root").asText());
    }
  }

  /** A vector of no elements is no type: refusing to make it is refusing the bytes. */
  private static void invalid(Case example, Function<String, SszType<?>> typeOf) throws Exception {
    Bytes serialized = example.bytes("serialized.ssz");
    String name = example.name();
    if (name.equals("bitvec_0") || name.matches("vec_[a-z0-9]+_0")) {
      assertThatThrownBy(() -> typeOf.apply(name)).isInstanceOf(IllegalArgumentException.class);
    } else {
      SszType<?> type = typeOf.apply(name);
      assertThatThrownBy(() -> type.decode(serialized)).isInstanceOf(SszException.class);
    }
  }
}
