package crosscheck.ssz;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/** Containers: fields of any types in order. */
final class ContainerCodec<T> extends Codec<T> {

  private final Class<T> container;
  private final ContainerField[] fields;
  private final ContainerMaker<T> maker;

  /** Bytes of the fixed parts, offsets included. */
  private final int fixedLength;

  ContainerCodec(Class<T> container, List<ContainerField> fields, ContainerMaker<T> maker) {
    super(lengthOf(fields));
    if (fields.isEmpty()) {
      throw new IllegalArgumentException(container.getName() + " has no fields: an illegal type");
    }
    this.container = container;
    this.fields = fields.toArray(ContainerField[]::new);
    this.maker = maker;
    this.fixedLength = slots(fields);
  }

  private static int lengthOf(List<ContainerField> fields) {
    return fields.stream().allMatch(field -> field.codec.fixedSize()) ? slots(fields) : VARIABLE;
  }

  private static int slots(List<ContainerField> fields) {
    return fields.stream().mapToInt(field -> field.codec.slot()).reduce(0, Math::addExact);
  }

  /**
   * @throws IllegalArgumentException when there is no such field
   */
  Codec<?> fieldType(String javaName) {
    for (ContainerField field : fields) {
      if (field.javaName.equals(javaName)) {
        return field.codec;
      }
    }
    throw new IllegalArgumentException(container.getSimpleName() + " has no field " + javaName);
  }

  @Override
  int shortest() {
    return fixedLength;
  }

  @Override
  T read(byte[] in, int from, int to) throws SszException {
    checkLength(from, to);
    Object[] values = new Object[fields.length];
    if (fixedSize()) {
      readFixed(in, from, values);
    } else {
      readVariable(in, from, to, values);
    }
    return maker.make(values);
  }

  private void readFixed(byte[] in, int from, Object[] values) throws SszException {
    int slot = from;
    for (int i = 0; i < fields.length; i++) {
      int end = slot + fields[i].codec.slot();
      values[i] = readField(i, in, slot, end);
      slot = end;
    }
  }

  /**
   * Checks all offsets first, so that a wrong one is not taken for a fault of what it points to.
   */
  private void readVariable(byte[] in, int from, int to, Object[] values) throws SszException {
    int[] starts = starts(in, from, to);
    int slot = from;
    for (int i = 0, part = 0; i < fields.length; i++) {
      Codec<?> codec = fields[i].codec;
      int start = codec.fixedSize() ? slot : starts[part];
      int end = codec.fixedSize() ? slot + codec.byteLength() : starts[++part];
      values[i] = readField(i, in, start, end);
      slot += codec.slot();
    }
  }

  /** Where the variable parts begin, and last where the value ends. */
  private int[] starts(byte[] in, int from, int to) throws SszException {
    int[] starts = new int[fields.length + 1];
    Offsets offsets = new Offsets(in, from, to);
    int slot = from;
    int parts = 0;
    for (ContainerField field : fields) {
      if (!field.codec.fixedSize()) {
        try {
          starts[parts] =
              parts == 0 ? offsets.first(slot, fixedLength) : offsets.next(slot, starts[parts - 1]);
        } catch (SszException e) {
          throw e.within(field.name);
        }
        parts++;
      }
      slot += field.codec.slot();
    }
    starts[parts] = to;
    return starts;
  }

  private Object readField(int index, byte[] in, int from, int to) throws SszException {
    try {
      return fields[index].codec.read(in, from, to);
    } catch (SszException e) {
      throw e.within(fields[index].name);
    }
  }

  @Override
  void write(T value, Output out) {
    int base = out.length();
    int[] slots = new int[fields.length];
    for (int i = 0; i < fields.length; i++) {
      if (fields[i].codec.fixedSize()) {
        fields[i].write(value, out);
      } else {
        slots[i] = out.reserve(OFFSET);
      }
    }
    for (int i = 0; i < fields.length && !fixedSize(); i++) {
      if (!fields[i].codec.fixedSize()) {
        LittleEndian.putInt(out.bytes(), slots[i], out.length() - base);
        fields[i].write(value, out);
      }
    }
  }

  @Override
  public void root(T value, Hasher hasher, int at) {
    root(value, fields.length, hasher, at);
  }

  private void root(T value, int count, Hasher hasher, int at) {
    int from = hasher.push(count + 1);
    for (int i = 0; i < count; i++) {
      fields[i].root(value, hasher, from + i * Hasher.CHUNK);
    }
    hasher.merkleize(from, count, Tree.height(count), at);
    hasher.pop(from);
  }

  Bytes32 signingRoot(T value) {
    return rootOf(
        (each, hasher, at) -> root(each, fields.length - 1, hasher, at),
        Objects.requireNonNull(value));
  }

  @Override
  public T defaultValue() {
    Object[] values = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      values[i] = fields[i].codec.defaultValue();
    }
    return maker.make(values);
  }

  @Override
  public Object toPlain(T value) {
    Map<String, Object> plain = new LinkedHashMap<>();
    for (ContainerField field : fields) {
      plain.put(field.name, field.codec.toPlain(field.get(value)));
    }
    return plain;
  }

  @Override
  public T fromPlain(Object plain) throws SszException {
    Map<?, ?> map = Plain.map(plain);
    Object[] values = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      ContainerField field = fields[i];
      Object part =
          Optional.<Object>ofNullable(map.get(field.name))
              .orElseThrow(() -> SszException.value("is missing").within(field.name));
      try {
        values[i] = field.codec.fromPlain(part);
      } catch (SszException e) {
        throw e.within(field.name);
      }
    }
    for (Object key : map.keySet()) {
      if (Arrays.stream(fields).noneMatch(field -> field.name.equals(key))) {
        throw SszException.value("has a field " + key + " that its type has not");
      }
    }
    return maker.make(values);
  }

  @Override
  void diff(T before, T after, String path, DiffCollector out) {
    if (before == after) {
      return;
    }
    for (ContainerField field : fields) {
      if (!out.full()) {
        String inner = path.isEmpty() ? field.name : path + "." + field.name;
        field.codec.diff(field.get(before), field.get(after), inner, out);
      }
    }
  }
}
