package crosscheck.ssz;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/** Reads container classes: which SSZ type each of their fields has. */
final class Schema {

  private final Ssz types;
  private final Constants constants;

  /**
   * @param types asked for the containers that are fields of containers
   */
  Schema(Ssz types, Map<String, Long> constants) {
    this.types = types;
    this.constants = new Constants(constants);
  }

  <T> ContainerCodec<T> container(Class<T> container) {
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.privateLookupIn(container, MethodHandles.lookup());
      return container.isRecord() ? ofRecord(container, lookup) : ofClass(container, lookup);
    } catch (IllegalAccessException | NoSuchMethodException e) {
      throw new IllegalArgumentException(container.getName() + " is no SSZ container", e);
    }
  }

  private <T> ContainerCodec<T> ofRecord(Class<T> record, MethodHandles.Lookup lookup)
      throws IllegalAccessException, NoSuchMethodException {
    RecordComponent[] components = record.getRecordComponents();
    List<ContainerField> fields = new ArrayList<>();
    for (RecordComponent component : components) {
      Codec<?> codec = codec(record, component.getName(), component.getGenericType(), component);
      MethodHandle getter = lookup.unreflect(component.getAccessor());
      fields.add(field(component.getName(), component, codec, getter));
    }
    Class<?>[] parameters =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return new ContainerCodec<>(
        record, fields, ContainerMaker.ofRecord(record.getDeclaredConstructor(parameters)));
  }

  private <T> ContainerCodec<T> ofClass(Class<T> container, MethodHandles.Lookup lookup)
      throws IllegalAccessException, NoSuchMethodException {
    List<ContainerField> fields = new ArrayList<>();
    List<Field> set = new ArrayList<>();
    for (Field field : container.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) || field.isSynthetic()) {
        continue;
      }
      Codec<?> codec = codec(container, field.getName(), field.getGenericType(), field);
      fields.add(field(field.getName(), field, codec, lookup.unreflectGetter(field)));
      set.add(field);
    }
    return new ContainerCodec<>(
        container, fields, ContainerMaker.ofClass(container.getDeclaredConstructor(), set));
  }

  private static ContainerField field(
      String javaName, AnnotatedElement annotations, Codec<?> codec, MethodHandle getter) {
    String name =
        Optional.ofNullable(annotations.getAnnotation(Named.class))
            .map(Named::value)
            .orElseGet(() -> javaName.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
    return ContainerField.of(javaName, name, codec, getter);
  }

  private Codec<?> codec(
      Class<?> container, String field, Type type, AnnotatedElement annotations) {
    try {
      return codec(
          type,
          Optional.ofNullable(annotations.getAnnotation(Length.class)),
          Optional.ofNullable(annotations.getAnnotation(Limit.class)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "field " + field + " of " + container.getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  private Codec<?> codec(Type type, Optional<Length> length, Optional<Limit> limit) {
    if (type instanceof ParameterizedType list && list.getRawType() == SszList.class) {
      Codec<?> element = codec(list.getActualTypeArguments()[0]);
      return new SszListCodec<>(element, bound(length, limit));
    }
    if (type == Uint64List.class) {
      return new Uint64ListCodec(bound(length, limit));
    }
    if (type == RootList.class) {
      return new RootListCodec(bound(length, limit));
    }
    if (type == Bytes.class) {
      Bound bound = bound(length, limit);
      return bound.vector() ? new BytesCodec.ByteVector(bound) : new BytesCodec.ByteList(bound);
    }
    if (type == Bitvector.class) {
      return new BitsCodec.BitvectorCodec(Bound.exactly(value(length)));
    }
    if (type == Bitlist.class) {
      return new BitsCodec.BitlistCodec(Bound.atMost(limitValue(limit)));
    }
    if (type == BigInteger.class) {
      return new BasicCodec.BigUint(Math.toIntExact(value(length)));
    }
    if (length.isPresent() || limit.isPresent()) {
      throw new IllegalArgumentException("its type has neither length nor limit");
    }
    return codec(type);
  }

  /** Types that need no annotation. */
  private Codec<?> codec(Type type) {
    if (type == boolean.class || type == Boolean.class) {
      return new BasicCodec.Bool();
    }
    if (type == byte.class || type == Byte.class) {
      return new BasicCodec.Uint8();
    }
    if (type == short.class || type == Short.class) {
      return new BasicCodec.Uint16();
    }
    if (type == int.class || type == Integer.class) {
      return new BasicCodec.Uint32();
    }
    if (type == long.class || type == Long.class) {
      return new BasicCodec.Uint64();
    }
    if (type == Bytes32.class) {
      return new BytesCodec.Root();
    }
    if (type == Bytes48.class) {
      return new BytesCodec.Pubkey();
    }
    if (type instanceof Class<?> container && container.isRecord()) {
      return types.codec(container);
    }
    throw new IllegalArgumentException(type.getTypeName() + " stands for no SSZ type");
  }

  private Bound bound(Optional<Length> length, Optional<Limit> limit) {
    if (length.isPresent() == limit.isPresent()) {
      throw new IllegalArgumentException("needs either @Length (a vector) or @Limit (a list)");
    }
    return length.isPresent() ? Bound.exactly(value(length)) : Bound.atMost(limitValue(limit));
  }

  private long value(Optional<Length> length) {
    return constants.evaluate(
        length.map(Length::value).orElseThrow(() -> new IllegalArgumentException("needs @Length")));
  }

  private long limitValue(Optional<Limit> limit) {
    return constants.evaluate(
        limit.map(Limit::value).orElseThrow(() -> new IllegalArgumentException("needs @Limit")));
  }
}
