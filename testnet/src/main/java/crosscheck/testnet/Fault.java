package crosscheck.testnet;

import java.util.List;

/**
 * Something that goes wrong on purpose. A fault is a value: a record with its settings, and the
 * hooks below that it has to do with. While its window is open the network asks it at each
 * opportunity; a hook that hands back what it was given did not strike. {@link FaultKinds} lists
 * the kinds and how plans write them.
 */
public interface Fault {

  /** The word for it in plans, e.g. {@code late_blocks}. */
  String kind();

  Window window();

  Target target();

  /** One line for people: what it does, not when. */
  String description();

  /**
   * What the node sends instead of these blocks.
   *
   * @param blocks at first the honest one; none to stay silent
   */
  default List<OutgoingBlock> blocks(Proposal proposal, List<OutgoingBlock> blocks) {
    return blocks;
  }

  /**
   * What the node's validators sign and send instead of these votes.
   *
   * @param votes at first the honest one by all of the node's validators in the committee
   */
  default List<OutgoingVote> votes(Ballot ballot, List<OutgoingVote> votes) {
    return votes;
  }

  /**
   * How a message from one node to another fares.
   *
   * @param dice chance for this message
   */
  default Passage passage(String from, String to, Passage passage, Dice dice) {
    return passage;
  }

  /** By how much the node's clock is ahead of the true time, in milliseconds. */
  default long clockAheadMillis(String node) {
    return 0;
  }

  /** Whether the node does nothing at all: it neither sends nor receives. */
  default boolean stops(String node) {
    return false;
  }
}
