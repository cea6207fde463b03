package crosscheck.spec.v08;

import crosscheck.ssz.Merkle;
import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes48;

/**
 * Hash tree roots of public keys by validator index: keys never change, so that all but new ones
 * are remembered. Compared by identity, which survives every change of a registry.
 */
final class PubkeyRoots {

  private static final int DEPTH = 1;

  private final Bytes48[] pubkeys;
  private final byte[] roots;

  PubkeyRoots() {
    this(new Bytes48[0], new byte[0]);
  }

  private PubkeyRoots(Bytes48[] pubkeys, byte[] roots) {
    this.pubkeys = pubkeys;
    this.roots = roots;
  }

  /** The roots of these keys; this very object when it has them. */
  PubkeyRoots of(Bytes48[] asked) {
    int same = 0;
    int common = Math.min(asked.length, pubkeys.length);
    while (same < common && asked[same] == pubkeys[same]) {
      same++;
    }
    if (same == asked.length) {
      return this;
    }
    byte[] all = Arrays.copyOf(roots, asked.length * Merkle.CHUNK);
    for (int i = same; i < asked.length; i++) {
      if (i >= common || asked[i] != pubkeys[i]) {
        Merkle.root(asked[i].toArrayUnsafe(), Bytes48.SIZE, DEPTH, all, i * Merkle.CHUNK);
      }
    }
    return new PubkeyRoots(asked, all);
  }

  /** Copies a root. */
  void copy(int index, byte[] out, int at) {
    System.arraycopy(roots, index * Merkle.CHUNK, out, at, Merkle.CHUNK);
  }
}
