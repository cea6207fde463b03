package crosscheck.indexer.offence;

import java.util.Arrays;

/** Ascending validator indices in few bytes: their number, then the steps, as varints. */
final class Indices {

  private Indices() {}

  static byte[] pack(int[] ascending) {
    PackedOutput out = new PackedOutput();
    write(out, ascending);
    return out.take();
  }

  static int[] unpack(byte[] packed) {
    return read(new PackedInput(packed));
  }

  static void write(PackedOutput out, int[] ascending) {
    out.varint(ascending.length);
    int last = 0;
    for (int index : ascending) {
      out.varint(index - last);
      last = index;
    }
  }

  static int[] read(PackedInput in) {
    int[] indices = new int[(int) in.varint()];
    int last = 0;
    for (int i = 0; i < indices.length; i++) {
      last += (int) in.varint();
      indices[i] = last;
    }
    return indices;
  }

  /** What both have, ascending. */
  static int[] common(int[] first, int[] second) {
    return Arrays.stream(first).filter(i -> Arrays.binarySearch(second, i) >= 0).toArray();
  }
}
