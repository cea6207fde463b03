package crosscheck.indexer.follow;

import java.time.Instant;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;

/** All followers as one, in a fixed order: a later one may rely on what an earlier one did. */
public final class Followers implements Follower {

  private final List<Follower> followers;

  /**
   * @param followers in order
   */
  public Followers(List<Follower> followers) {
    this.followers = List.copyOf(followers);
  }

  @Override
  public void valid(Judged judged) {
    followers.forEach(follower -> follower.valid(judged));
  }

  @Override
  public void invalid(Judged judged) {
    followers.forEach(follower -> follower.invalid(judged));
  }

  @Override
  public void condemned(long inputId, Bytes32 root, Bytes32 ancestor, Instant at) {
    followers.forEach(follower -> follower.condemned(inputId, root, ancestor, at));
  }

  @Override
  public void moved(Judged by, Head before, Head after) {
    followers.forEach(follower -> follower.moved(by, before, after));
  }

  @Override
  public void turn(Instant now) {
    followers.forEach(follower -> follower.turn(now));
  }

  @Override
  public void write() {
    followers.forEach(Follower::write);
  }
}
