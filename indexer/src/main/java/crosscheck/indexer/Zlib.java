package crosscheck.indexer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.tuweni.bytes.Bytes;

/** Bytes in zlib's format, which ends with a checksum. */
final class Zlib {

  private Zlib() {}

  static byte[] compress(Bytes bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream compressed = new DeflaterOutputStream(out, deflater, 1 << 16)) {
      compressed.write(bytes.toArrayUnsafe());
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer does not fail", e);
    } finally {
      deflater.end();
    }
    return out.toByteArray();
  }

  /**
   * @throws IOException when the bytes are not whole
   */
  static Bytes decompress(byte[] compressed) throws IOException {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
      return Bytes.wrap(in.readAllBytes());
    }
  }
}
