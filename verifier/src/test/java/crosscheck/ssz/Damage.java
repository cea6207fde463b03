package crosscheck.ssz;

import java.util.Arrays;
import java.util.Random;

/** What happens to bytes on the way, or by intent. */
final class Damage {

  private Damage() {}

  static byte[] random(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(8));
      case 2 -> withByte(bytes, at, bytes[at] ^ 1 << random.nextInt(8));
      case 3 -> withByte(bytes, at, random.nextInt());
      default -> {
        byte[] word = bytes.clone();
        for (int i = at; i < Math.min(at + 4, word.length); i++) {
          word[i] = (byte) 0xff;
        }
        yield word;
      }
    };
  }

  private static byte[] withByte(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }
}
