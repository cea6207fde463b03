package crosscheck.benchmarks;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts SHA-256 from outside: a security provider whose digests are the platform's and say how
 * much they did. The program makes one digest for each thread, so work done in a new thread while
 * the provider is in place is counted, and nothing before or after is.
 */
public final class CountedSha256 extends MessageDigestSpi {

  private static final AtomicLong COMPRESSIONS = new AtomicLong();
  private static final Provider PROVIDER = new Counting();

  /** Bytes that one compression takes in, and those the padding needs at least. */
  private static final int BLOCK = 64;

  private static final int PADDING = 9;

  private final MessageDigest digest;
  private long length;

  /** For the provider. */
  public CountedSha256() throws NoSuchAlgorithmException {
    digest = MessageDigest.getInstance("SHA-256", Security.getProvider("SUN"));
  }

  private static final class Counting extends Provider {

    private static final long serialVersionUID = 1L;

    Counting() {
      super("CountedSha256", "1", "SHA-256 that counts");
      put("MessageDigest.SHA-256", CountedSha256.class.getName());
    }
  }

  /** Compressions counted so far; a 64-byte message takes two. */
  static long compressions() {
    return COMPRESSIONS.get();
  }

  /** Runs work in a thread of its own with its SHA-256 counted: compressions. */
  static long during(Runnable work) {
    Security.insertProviderAt(PROVIDER, 1);
    try {
      long before = compressions();
      OwnThread.run(work);
      long counted = compressions() - before;
      if (counted == 0) {
        throw new IllegalStateException("no SHA-256 was counted");
      }
      return counted;
    } finally {
      Security.removeProvider(PROVIDER.getName());
    }
  }

  private void finished() {
    COMPRESSIONS.addAndGet((length + PADDING + BLOCK - 1) / BLOCK);
    length = 0;
  }

  @Override
  protected void engineUpdate(byte input) {
    digest.update(input);
    length++;
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int count) {
    digest.update(input, offset, count);
    length += count;
  }

  @Override
  protected byte[] engineDigest() {
    finished();
    return digest.digest();
  }

  @Override
  protected int engineDigest(byte[] out, int offset, int count) throws DigestException {
    finished();
    return digest.digest(out, offset, count);
  }

  @Override
  protected int engineGetDigestLength() {
    return digest.getDigestLength();
  }

  @Override
  protected void engineReset() {
    digest.reset();
    length = 0;
  }
}
