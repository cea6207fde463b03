package crosscheck.indexer.source;

import crosscheck.indexer.MissingParents;
import crosscheck.indexer.Receiver;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Asks a node for the parents that blocks wait for, a few at a time. A node that does not have one
 * is asked for it again with growing pauses. For one thread.
 */
final class Wanted {

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final int MOST_DOUBLINGS = 8;
  private static final int ASKED_A_LOOK = 16;
  private static final int REMEMBERED = 8_192;

  private final NodeClient client;
  private final ChainFetch fetch;
  private final Receiver receiver;
  private long nextLookNanos = System.nanoTime();

  /** Where the round through all of them goes on; the latest are looked at each time. */
  private OptionalLong round = OptionalLong.empty();

  /** How often the node did not have it, and when to ask again. */
  private record Asked(int times, long againNanos) {}

  private final Map<Bytes32, Asked> asked =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes32, Asked> eldest) {
          return size() > REMEMBERED;
        }
      };

  Wanted(NodeClient client, ChainFetch fetch, Receiver receiver) {
    this.client = client;
    this.fetch = fetch;
    this.receiver = receiver;
  }

  /** Looks for what is wanted, at most once a second, and delivers what the node has of it. */
  void look() throws NodeException, InterruptedException {
    long now = System.nanoTime();
    if (now - nextLookNanos < 0) {
      return;
    }
    nextLookNanos = now + LOOK.toNanos();
    MissingParents latest = receiver.missingParents(OptionalLong.empty());
    ask(latest.roots(), ASKED_A_LOOK);
    round = round.isPresent() ? round : latest.next();
    if (round.isPresent()) {
      MissingParents earlier = receiver.missingParents(round);
      ask(earlier.roots(), ASKED_A_LOOK);
      round = earlier.next();
    }
  }

  private void ask(Iterable<Bytes32> roots, int most) throws NodeException, InterruptedException {
    Set<Bytes32> due = new LinkedHashSet<>();
    for (Bytes32 root : roots) {
      Asked before = asked.get(root);
      if (due.size() < most && (before == null || System.nanoTime() - before.againNanos() >= 0)) {
        due.add(root);
      }
    }
    for (Bytes32 root : due) {
      noteAsked(root);
      Optional<NodeBlock> found = client.block(root);
      if (found.isPresent()) {
        fetch.backAsFarAsItGoes(found.get());
      }
    }
  }

  private void noteAsked(Bytes32 root) {
    int times = Optional.ofNullable(asked.remove(root)).map(Asked::times).orElse(0);
    long pause = FIRST_PAUSE.toNanos() << Math.min(times, MOST_DOUBLINGS);
    asked.put(root, new Asked(times + 1, System.nanoTime() + pause));
  }
}
