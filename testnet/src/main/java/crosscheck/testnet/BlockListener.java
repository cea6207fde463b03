package crosscheck.testnet;

import org.apache.tuweni.bytes.Bytes;

/** Hears of each block from each node. */
@FunctionalInterface
public interface BlockListener {

  /**
   * A node has seen a block: its proposer's node first, then the others. Called on the network's
   * one thread, so slow work here makes the network late. What it throws is logged, and the network
   * goes on.
   *
   * @param node name of the node
   * @param ssz the block
   * @param unixTimeMillis when the node saw it, by the network's clock
   */
  void onBlock(String node, Bytes ssz, long unixTimeMillis);
}
