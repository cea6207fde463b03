package crosscheck.ssz;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The SSZ types of one configuration: a container class is its own schema, and its {@link Limit}
 * and {@link Length} annotations name the configuration's constants. Types are made once and kept.
 * Safe for use by many threads.
 */
public final class Ssz {

  private final Map<Class<?>, ContainerCodec<?>> containers = new ConcurrentHashMap<>();
  private final Schema schema;

  /**
   * @param constants by the names the annotations use
   */
  public Ssz(Map<String, Long> constants) {
    schema = new Schema(this, constants);
  }

  /**
   * The type of a container: a record, whose components are the fields in order, or a class with a
   * no-argument constructor, whose instance fields are.
   *
   * @throws IllegalArgumentException when the class is no SSZ container
   */
  public <T> SszType<T> type(Class<T> container) {
    return codec(container);
  }

  /**
   * The type of one field of a container.
   *
   * @param component the Java name of the field
   */
  public SszType<?> field(Class<?> container, String component) {
    return codec(container).fieldType(component);
  }

  /** The bytes of a container. */
  public Bytes encode(Object container) {
    return typeOf(container).encode(container);
  }

  /**
   * Decodes strictly: every byte has its place.
   *
   * @throws SszException when the bytes are not the encoding of such a container
   */
  public <T> T decode(Class<T> container, Bytes ssz) throws SszException {
    return type(container).decode(ssz);
  }

  /** {@code hash_tree_root}. */
  public Bytes32 hashTreeRoot(Object container) {
    return typeOf(container).hashTreeRoot(container);
  }

  /** {@code signing_root}: the root of all fields but the last. */
  public Bytes32 signingRoot(Object container) {
    return typeOf(container).signingRoot(container);
  }

  /** The container with zeros, empty lists and default elements. */
  public <T> T defaultValue(Class<T> container) {
    return type(container).defaultValue();
  }

  /** See {@link SszType#toPlain}. */
  public Object toPlain(Object container) {
    return typeOf(container).toPlain(container);
  }

  /** See {@link SszType#fromPlain}. */
  public <T> T fromPlain(Class<T> container, Object plain) throws SszException {
    return type(container).fromPlain(plain);
  }

  @SuppressWarnings("unchecked") // a container's own class gives its own codec
  private ContainerCodec<Object> typeOf(Object container) {
    return (ContainerCodec<Object>) codec(container.getClass());
  }

  @SuppressWarnings("unchecked") // a codec stands under the class of its values
  <T> ContainerCodec<T> codec(Class<T> container) {
    ContainerCodec<?> known = containers.get(container);
    if (known == null) {
      // Not computeIfAbsent: a container's codec asks for those of its fields.
      known = schema.container(container);
      ContainerCodec<?> first = containers.putIfAbsent(container, known);
      known = first == null ? known : first;
    }
    return (ContainerCodec<T>) known;
  }
}
