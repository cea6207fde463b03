package crosscheck.indexer;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Events;
import crosscheck.indexer.follow.Follower;
import crosscheck.indexer.follow.Head;
import crosscheck.indexer.follow.Judged;
import crosscheck.indexer.follow.Network;
import crosscheck.indexer.follow.Sql;
import crosscheck.replay.Judgement;
import crosscheck.spec.Block;
import crosscheck.spec.Failure;
import crosscheck.spec.Spec;
import crosscheck.ssz.SszException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/**
 * One transaction of verdicts with everything that follows from them: the block's facts,
 * operations, released or condemned descendants, heads, canonical marks, events.
 */
final class Page {

  private final Handle handle;
  private final Writes writes;
  private final Spec spec;
  private final Operations operations;
  private final Finality finality;
  private final Events events;
  private final Follower followers;
  private final ToIntFunction<Bytes32> forks;
  private final Checkpoints checkpoints;
  private final Condemnations condemnations;
  private final Set<Long> condemned = new HashSet<>();
  private long importOrder;
  private Head head;

  /** The block that was final when the page was begun, once another one is. */
  private Optional<Bytes32> finalizedBefore = Optional.empty();

  /**
   * @param forks the fork of a block that the followers know to be valid
   */
  Page(
      Handle handle,
      Network network,
      Events events,
      Checkpoints checkpoints,
      Follower followers,
      ToIntFunction<Bytes32> forks,
      Progress before) {
    this.handle = handle;
    this.writes = new Writes(handle);
    this.spec = network.spec();
    this.operations = new Operations(spec, writes);
    this.finality = new Finality(network);
    this.events = events;
    this.followers = followers;
    this.forks = forks;
    this.checkpoints = checkpoints;
    this.condemnations = new Condemnations(handle);
    this.importOrder = before.importOrder();
    this.head = before.head();
  }

  /** The first entry of all: genesis. */
  void begin() {
    insertHead();
    writes.flush();
  }

  /** Nothing more to enter at this turn of the judge. */
  Progress finish(Instant now) {
    writes.flush();
    // Once for all moves of finality: what is canonical depends on the last one only.
    finalizedBefore.ifPresent(root -> finality.decide(handle, root, head.finalized().root()));
    followers.turn(now);
    followers.write();
    events.write();
    return new Progress(importOrder, head);
  }

  /** Enters judgements, in the order in which they were made. */
  void enter(List<Judged> batch) {
    condemnations.learn(batch);
    batch.forEach(this::enter);
  }

  private void enter(Judged judged) {
    if (condemned.contains(judged.inputId())) {
      return;
    }
    if (!judged.decoded()) {
      // Reading it failed on receipt, by a fault of ours, unless it is malformed.
      Optional<Block> block = judged.judgement().block();
      block.ifPresent(read -> BlockRow.of(spec, read).insert(handle, judged.inputId()));
    }
    switch (judged.judgement().verdict()) {
      case VALID -> valid(judged);
      case INVALID -> invalid(judged);
      case MALFORMED -> malformed(judged);
      case UNKNOWN_PARENT -> orphan(judged);
      case FUTURE -> await(judged, "slot");
      case ERROR -> failed(judged);
    }
  }

  private void valid(Judged judged) {
    Judgement judgement = judged.judgement();
    Block block = judgement.block().orElseThrow();
    Bytes32 root = judgement.root().orElseThrow();
    BigDecimal slot = Columns.unsigned(block.slot());
    boolean never = passedOver(block, slot) || judgement.forkChoice().isPresent();
    finality.learn(root, judged.inputId(), slot);
    tell(judged.inputId(), judged.at());
    followers.valid(judged);
    VerdictRow row = VerdictRow.of(judged, checkpoints).onFork(forks.applyAsInt(root));
    writeVerdict(judged.inputId(), never ? row.offChain() : row);
    operations.insert(judged.inputId(), block);
    writes.releaseChildren(root);
    Head after = Head.after(judgement);
    if (!after.equals(head)) {
      move(judged, after);
    }
  }

  /** Whether it comes too late: what builds on the head builds on what is final. */
  private boolean passedOver(Block block, BigDecimal slot) {
    if (block.parentRoot().equals(head.root())) {
      return false;
    }
    writes.flush();
    return finality.passedOver(handle, head.finalized(), slot, block.parentRoot());
  }

  private void invalid(Judged judged) {
    writeVerdict(judged.inputId(), VerdictRow.of(judged, checkpoints).offChain());
    tell(judged.inputId(), judged.at());
    operations.insert(judged.inputId(), judged.judgement().block().orElseThrow());
    followers.invalid(judged);
    Bytes32 root = judged.judgement().root().orElseThrow();
    if (condemnations.failed(root, judged.judgement().failure().orElseThrow())) {
      condemnBelow(root, root, judged.at());
    }
  }

  private void malformed(Judged judged) {
    // Junk stays doubtful, and is counted against its bounds for ever.
    writes.verdict(VerdictRow.of(judged, checkpoints), ++importOrder);
    tell(judged.inputId(), judged.at());
    followers.invalid(judged);
  }

  private void writeVerdict(long inputId, VerdictRow row) {
    writes.verdict(row, ++importOrder);
    writes.settle(inputId);
  }

  private void tell(long inputId, Instant at) {
    events.add(at, "block_judged", OptionalLong.of(inputId));
  }

  /** The store has changed. */
  private void move(Judged judged, Head after) {
    Head before = head;
    head = after;
    insertHead();
    OptionalLong cause = OptionalLong.of(judged.inputId());
    if (!after.root().equals(before.root())) {
      events.add(judged.at(), "head_changed", cause);
    }
    if (!after.justified().equals(before.justified())) {
      events.add(judged.at(), "justified_changed", cause);
    }
    if (!after.finalized().equals(before.finalized())) {
      finalizedBefore = finalizedBefore.or(() -> Optional.of(before.finalized().root()));
      events.add(judged.at(), "finalized_changed", cause);
    }
    followers.moved(judged, before, after);
  }

  private void insertHead() {
    OptionalLong inputId = finality.place(handle, head.root()).inputId();
    Map<String, Object> columns = new HashMap<>();
    columns.put("import_order", importOrder);
    columns.put("head_input_id", inputId.isPresent() ? inputId.getAsLong() : null);
    columns.put("justified_id", checkpoints.number(head.justified()));
    columns.put("finalized_id", checkpoints.number(head.finalized()));
    writes.add("insert_head_change", columns);
  }

  /** The parent is not in the chain: not known, or known to be no good. */
  private void orphan(Judged judged) {
    Block block = judged.judgement().block().orElseThrow();
    Optional<Bytes32> ancestor = condemnations.of(block.parentRoot());
    if (ancestor.isPresent()) {
      Bytes32 root = judged.judgement().root().orElseThrow();
      condemn(judged.inputId(), root, block, ancestor.get(), judged.at());
      condemnBelow(root, ancestor.get(), judged.at());
    } else {
      await(judged, "parent");
    }
  }

  private record Child(long inputId, Bytes32 root, Bytes ssz) {}

  /** All unjudged descendants are invalid, whenever they came. */
  private void condemnBelow(Bytes32 root, Bytes32 ancestor, Instant at) {
    writes.flush();
    Deque<Bytes32> parents = new ArrayDeque<>(List.of(root));
    while (!parents.isEmpty()) {
      List<Child> children =
          handle
              .createQuery(Sql.named("unjudged_children"))
              .bind("parent_root", parents.remove().toArrayUnsafe())
              .map(
                  (row, context) ->
                      new Child(
                          row.getLong("input_id"),
                          Bytes32.wrap(row.getBytes("root")),
                          Bytes.wrap(row.getBytes("ssz"))))
              .list();
      for (Child child : children) {
        // Found under each copy of its parent.
        if (condemned.contains(child.inputId())) {
          continue;
        }
        condemn(child.inputId(), child.root(), decode(child), ancestor, at);
        parents.add(child.root());
      }
    }
  }

  private Block decode(Child child) {
    try {
      return spec.decodeBlock(child.ssz());
    } catch (SszException e) {
      throw new IllegalStateException("input " + child.inputId() + " decoded when it came", e);
    }
  }

  private void condemn(long inputId, Bytes32 root, Block block, Bytes32 ancestor, Instant at) {
    condemned.add(inputId);
    condemnations.condemned(root, ancestor);
    writeVerdict(inputId, VerdictRow.condemned(inputId, ancestor, at).offChain());
    operations.insert(inputId, block);
    followers.condemned(inputId, root, ancestor, at);
    tell(inputId, at);
  }

  private void await(Judged judged, String what) {
    Judgement judgement = judged.judgement();
    Block block = judgement.block().orElseThrow();
    boolean never =
        what.equals("parent")
            && finality.isPast(handle, head.finalized(), Columns.unsigned(block.slot()));
    writes.add(
        "wait_for", Map.of("input_id", judged.inputId(), "waiting_for", what, "off_chain", never));
    events.add(
        judged.at(),
        "block_waiting",
        OptionalLong.of(judged.inputId()),
        "root",
        judgement.root().orElseThrow().toHexString(),
        "slot",
        Long.toUnsignedString(block.slot()),
        "waiting_for",
        what);
  }

  private void failed(Judged judged) {
    Judgement judgement = judged.judgement();
    enterError(
        judged.inputId(),
        judged.at(),
        OptionalLong.of(judgement.micros()),
        judgement.failure().orElseGet(() -> ourFault(spec, "no reason given")));
  }

  static Failure ourFault(Spec spec, String message) {
    return new Failure(
        spec.version(),
        "",
        OptionalInt.empty(),
        "INTERNAL",
        message,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** An error of ours: no verdict, and another try at the next start. */
  void enterError(long inputId, Instant at, OptionalLong micros, Failure failure) {
    String message = VerdictRow.clean(failure.message());
    Optional<Integer> attempts =
        handle
            .createQuery(Sql.named("write_error"))
            .bind("input_id", inputId)
            .bind("judged_at", Columns.at(at))
            .bind("judging_micros", micros.isPresent() ? (Long) micros.getAsLong() : null)
            .bind("failure_function", failure.function())
            .bind("failure_check", failure.check())
            .bind("failure_message", message)
            .bind("failure_expected", failure.expected().map(VerdictRow::clean))
            .bind("failure_actual", failure.actual().map(VerdictRow::clean))
            .mapTo(Integer.class)
            .findOne();
    attempts.ifPresent(
        count ->
            events.add(
                at,
                "block_failed",
                OptionalLong.of(inputId),
                "message",
                message,
                "attempt_count",
                count));
  }
}
