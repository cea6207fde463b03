package crosscheck.ssz;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** One field of a container: its names, its type, and how to get its value. */
abstract sealed class ContainerField {

  final String javaName;
  final String name;
  final Codec<Object> codec;

  @SuppressWarnings("unchecked") // the codec is that of the field's class
  private ContainerField(String javaName, String name, Codec<?> codec) {
    this.javaName = javaName;
    this.name = name;
    this.codec = (Codec<Object>) codec;
  }

  /**
   * @param name snake_case
   * @param getter from the container to the field
   */
  static ContainerField of(String javaName, String name, Codec<?> codec, MethodHandle getter) {
    return getter.type().returnType() == long.class
        ? new OfLong(javaName, name, codec, getter)
        : new OfObject(javaName, name, codec, getter);
  }

  abstract Object get(Object container);

  abstract void write(Object container, Output out);

  abstract void root(Object container, Hasher hasher, int at);

  private static final class OfObject extends ContainerField {

    private final MethodHandle getter;

    OfObject(String javaName, String name, Codec<?> codec, MethodHandle getter) {
      super(javaName, name, codec);
      this.getter = getter.asType(MethodType.methodType(Object.class, Object.class));
    }

    @Override
    Object get(Object container) {
      try {
        return (Object) getter.invokeExact(container);
      } catch (Throwable e) {
        throw Handles.unchecked(e);
      }
    }

    @Override
    void write(Object container, Output out) {
      codec.write(get(container), out);
    }

    @Override
    void root(Object container, Hasher hasher, int at) {
      codec.root(get(container), hasher, at);
    }
  }

  /** uint64, by far the most frequent field, without an object for each value. */
  private static final class OfLong extends ContainerField {

    private final MethodHandle getter;

    OfLong(String javaName, String name, Codec<?> codec, MethodHandle getter) {
      super(javaName, name, codec);
      this.getter = getter.asType(MethodType.methodType(long.class, Object.class));
    }

    private long value(Object container) {
      try {
        return (long) getter.invokeExact(container);
      } catch (Throwable e) {
        throw Handles.unchecked(e);
      }
    }

    @Override
    Object get(Object container) {
      return value(container);
    }

    @Override
    void write(Object container, Output out) {
      int at = out.reserve(Long.BYTES);
      LittleEndian.putLong(out.bytes(), at, value(container));
    }

    @Override
    void root(Object container, Hasher hasher, int at) {
      hasher.word(at, value(container));
    }
  }
}
