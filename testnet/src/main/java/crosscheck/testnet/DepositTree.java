package crosscheck.testnet;

import crosscheck.ssz.RootList;
import crosscheck.ssz.Sha256;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The Merkle tree of the deposit contract as it stands after a number of deposits: a tree of depth
 * 32 with the number mixed in at the top. Immutable.
 */
final class DepositTree {

  static final int DEPTH = 32;

  /** Nodes that are not empty, by height. */
  private final List<List<Bytes32>> levels = new ArrayList<>();

  private final List<Bytes32> empty = new ArrayList<>();
  private final Bytes32 length;

  DepositTree(List<Bytes32> leaves) {
    Bytes32 zero = Bytes32.ZERO;
    List<Bytes32> level = List.copyOf(leaves);
    for (int height = 0; height <= DEPTH; height++) {
      levels.add(level);
      empty.add(zero);
      List<Bytes32> above = new ArrayList<>((level.size() + 1) / 2);
      for (int i = 0; i < level.size(); i += 2) {
        above.add(Sha256.hashPair(level.get(i), i + 1 < level.size() ? level.get(i + 1) : zero));
      }
      level = above;
      zero = Sha256.hashPair(zero, zero);
    }
    this.length = Bytes32.rightPad(Bytes.ofUnsignedLong(leaves.size(), ByteOrder.LITTLE_ENDIAN));
  }

  private Bytes32 node(int height, long index) {
    List<Bytes32> level = levels.get(height);
    return index < level.size() ? level.get((int) index) : empty.get(height);
  }

  Bytes32 root() {
    return Sha256.hashPair(node(DEPTH, 0), length);
  }

  /** The branch from a leaf to the root: 33 nodes, the number of leaves last. */
  RootList branch(long leaf) {
    List<Bytes32> branch = new ArrayList<>(DEPTH + 1);
    for (int height = 0; height < DEPTH; height++) {
      branch.add(node(height, leaf >>> height ^ 1));
    }
    branch.add(length);
    return RootList.copyOf(branch);
  }
}
