package crosscheck.indexer.chain;

import crosscheck.indexer.follow.Follower;
import crosscheck.indexer.follow.Following;
import crosscheck.indexer.follow.Head;
import crosscheck.indexer.follow.Judged;
import crosscheck.indexer.follow.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Keeps the tables of forks, reorgs, nodes and claims. What needs the verdicts in the database is
 * found when they are written.
 */
public final class Chain implements Follower {

  private final Tree tree;
  private final Weights weights;
  private final Reorgs reorgs;
  private final Nodes nodes;
  private final Claims claims;

  /** Moves of our head in the transaction at hand. */
  private final List<Move> moves = new ArrayList<>();

  private Place head;
  private Instant now = Instant.EPOCH;

  private record Move(Judged by, Place from, Place to) {}

  /** As far as the database is. */
  public Chain(Following following) {
    this.tree = new Tree(following);
    this.weights = new Weights(following, tree);
    this.reorgs = new Reorgs(following.handle(), following.events());
    this.head =
        following
            .handle()
            .createQuery(Sql.named("last_head"))
            .map((row, context) -> tree.place(Bytes32.wrap(row.getBytes("head_root"))))
            .one();
    this.nodes = new Nodes(following.handle(), following.events(), tree, reorgs, head);
    this.claims = new Claims(following.handle(), following.events());
  }

  @Override
  public void valid(Judged judged) {
    tree.add(judged);
    weights.changed();
    claims.judged(judged.inputId());
  }

  /** The number of the fork that a valid block is on. */
  public int fork(Bytes32 root) {
    return tree.place(root).fork();
  }

  @Override
  public void invalid(Judged judged) {
    claims.judged(judged.inputId());
  }

  @Override
  public void condemned(long inputId, Bytes32 root, Bytes32 ancestor, Instant at) {
    claims.judged(inputId);
  }

  @Override
  public void moved(Judged by, Head before, Head after) {
    if (!after.root().equals(head.root())) {
      Place to = tree.place(after.root());
      moves.add(new Move(by, head, to));
      head = to;
    }
  }

  @Override
  public void turn(Instant time) {
    now = time;
  }

  @Override
  public void write() {
    tree.write();
    weights.write();
    for (Move move : moves) {
      reorgs.add(
          Optional.empty(),
          OptionalLong.of(move.by().inputId()),
          move.by().at(),
          Reorgs.Tip.of(move.from()),
          Reorgs.Tip.of(move.to()),
          tree.ancestor(move.from(), move.to()));
    }
    moves.clear();
    nodes.write(head, now);
    claims.write();
  }
}
