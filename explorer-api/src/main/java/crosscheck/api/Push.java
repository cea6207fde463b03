package crosscheck.api;

import crosscheck.db.DatabaseException;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Pushed blocks: taken in, one or many at a time, and their verdicts waited for when asked. What is
 * answered is durable.
 */
final class Push {

  static final int MOST_WAIT_SECONDS = 60;

  /** Requests that are read and stored at once; each may hold a whole body. */
  private static final int MOST_STORING = 8;

  /** Requests that wait for verdicts at once; each holds a thread. */
  private static final int MOST_WAITING = 64;

  private static final Set<String> DECIDED = Set.of("valid", "invalid", "malformed", "error");

  static final Parameter<String> NODE = Parameters.name("node", "Whose block it is.");
  static final Parameter<String> CLAIM =
      Parameters.oneOf(
          "claim", "Whether the node has accepted the block.", List.of("valid", "invalid"));
  static final Parameter<Bytes32> POST_STATE_ROOT =
      Parameters.root(
          "post_state_root", "Hash tree root of the node's state after the block.", "a root");
  static final Parameter<Integer> WAIT =
      Parameters.number(
          "wait", "Seconds to wait for the verdict.", 0, MOST_WAIT_SECONDS, Optional.of(0));

  private final Intake intake;
  private final PushedBlocks forms;
  private final Reader reader;
  private final Blocks blocks;
  private final EventFeed feed;
  private final RateLimit rate;
  private final Semaphore storing = new Semaphore(MOST_STORING);
  private final Semaphore waiting = new Semaphore(MOST_WAITING);

  Push(
      Intake intake,
      PushedBlocks forms,
      Reader reader,
      Blocks blocks,
      EventFeed feed,
      RateLimit rate) {
    this.intake = intake;
    this.forms = forms;
    this.reader = reader;
    this.blocks = blocks;
    this.feed = feed;
    this.rate = rate;
  }

  /**
   * What became of one pushed block.
   *
   * @param outcome {@code stored}, {@code known}, {@code discarded}
   * @param reason why it was discarded
   * @param block the input as lists show it; empty when it was discarded
   */
  record Pushed(String outcome, Optional<String> reason, Optional<BlockSummary> block) {

    boolean decided() {
      return block.isEmpty() || DECIDED.contains(block.get().verdict());
    }
  }

  /** What is said of the blocks of a request, in its query. */
  private record Said(
      Optional<String> node,
      Optional<Boolean> claimedValid,
      Optional<Bytes32> claimedPostState,
      int waitSeconds) {}

  void one(Context request, Given given) throws InterruptedException {
    Said said =
        new Said(
            given.get(NODE),
            given.get(CLAIM).map("valid"::equals),
            given.get(POST_STATE_ROOT),
            given.of(WAIT));
    Pushed pushed = take(request, said, () -> List.of(forms.one(request))).get(0);
    if (pushed.reason().isPresent()) {
      throw ApiException.notKept("The block was not kept: " + pushed.reason().get() + ".");
    }
    request.status(pushed.decided() ? 200 : 202).json(new Json.Data<>(pushed));
  }

  void batch(Context request, Given given) throws InterruptedException {
    Said said =
        new Said(
            given.get(NODE),
            given.get(CLAIM).map("valid"::equals),
            Optional.empty(),
            given.of(WAIT));
    List<Pushed> pushed = take(request, said, () -> forms.batch(request));
    boolean decided = pushed.stream().allMatch(Pushed::decided);
    request.status(decided ? 200 : 202).json(new Json.Data<>(pushed));
  }

  /** Reads the blocks of a request. */
  private interface Reading {
    List<Bytes> read();
  }

  private List<Pushed> take(Context request, Said said, Reading reading)
      throws InterruptedException {
    boolean waits = said.waitSeconds() > 0;
    if (waits && !waiting.tryAcquire()) {
      throw ApiException.unavailable("Too many requests wait for verdicts. Try again.");
    }
    try {
      List<Intake.Taken> taken = store(request, said, reading);
      return outcome(taken, said.waitSeconds());
    } finally {
      if (waits) {
        waiting.release();
      }
    }
  }

  private List<Intake.Taken> store(Context request, Said said, Reading reading)
      throws InterruptedException {
    if (!storing.tryAcquire()) {
      throw ApiException.unavailable("Too many blocks are being stored. Try again.");
    }
    try {
      List<Bytes> found = reading.read();
      if (found.size() > 1) {
        rate.take(request, found.size() - 1);
      }
      // Asked first: storing would wait long for a database that is away.
      reader.read(handle -> handle.execute("select 1"));
      return intake.take(
          found.stream()
              .map(
                  ssz ->
                      new Intake.Offer(
                          ssz, said.node(), said.claimedValid(), said.claimedPostState()))
              .toList());
    } catch (DatabaseException e) {
      throw ApiException.unavailable("Nothing was stored: the database is away. Try again.");
    } finally {
      storing.release();
    }
  }

  /** The blocks as they stand, or as they stand when all are decided or the time is over. */
  private List<Pushed> outcome(List<Intake.Taken> taken, int waitSeconds)
      throws InterruptedException {
    long deadline = System.nanoTime() + waitSeconds * 1_000_000_000L;
    // Read before the verdicts are: none that comes later is missed.
    long seen = feed.latest().orElse(0);
    while (true) {
      List<Pushed> pushed = read(taken);
      Set<Long> open = new HashSet<>();
      for (Pushed each : pushed) {
        if (!each.decided()) {
          open.add(each.block().flatMap(BlockSummary::inputId).orElseThrow());
        }
      }
      boolean told = open.isEmpty();
      while (!told) {
        List<Event> events = feed.await(seen, millisUntil(deadline));
        if (events.isEmpty()) {
          return pushed;
        }
        seen = events.get(events.size() - 1).id();
        told = events.stream().anyMatch(e -> e.inputId().map(open::contains).orElse(false));
      }
      if (open.isEmpty()) {
        return pushed;
      }
    }
  }

  private static long millisUntil(long deadline) {
    return Math.max(0, (deadline - System.nanoTime()) / 1_000_000);
  }

  private List<Pushed> read(List<Intake.Taken> taken) {
    List<Long> ids =
        taken.stream().flatMapToLong(each -> each.inputId().stream()).boxed().distinct().toList();
    Map<Long, BlockSummary> found = new HashMap<>();
    if (!ids.isEmpty()) {
      reader
          .read(handle -> blocks.ofInputs(handle, ids))
          .forEach(block -> found.put(block.inputId().orElseThrow(), block));
    }
    List<Pushed> pushed = new ArrayList<>();
    for (Intake.Taken each : taken) {
      Optional<BlockSummary> block =
          each.inputId().isPresent()
              ? Optional.of(found.get(each.inputId().getAsLong()))
              : Optional.empty();
      pushed.add(new Pushed(each.outcome(), each.reason(), block));
    }
    return pushed;
  }
}
