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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/**
 * One transaction of verdicts with everything that follows from them: the block's facts,
 * operations, released or condemned descendants, heads, canonical marks, events.
 */
final class Page {

  private final Handle handle;
  private final Spec spec;
  private final Operations operations;
  private final Finality finality;
  private final Events events;
  private final Follower followers;
  private final Checkpoints checkpoints;
  private final Set<Long> condemned = new HashSet<>();
  private long importOrder;
  private Head head;

  Page(Handle handle, Network network, Events events, Follower followers, Progress before) {
    this.handle = handle;
    this.spec = network.spec();
    this.operations = new Operations(spec);
    this.finality = new Finality(network);
    this.events = events;
    this.followers = followers;
    this.checkpoints = new Checkpoints(handle);
    this.importOrder = before.importOrder();
    this.head = before.head();
  }

  /** The first entry of all: genesis. */
  void begin() {
    insertHead();
  }

  /** Nothing more to enter at this turn of the judge. */
  Progress finish(Instant now) {
    followers.turn(now);
    followers.write();
    events.write();
    return new Progress(importOrder, head);
  }

  void enter(Judged judged) {
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
    writeVerdict(judged);
    BigDecimal slot = Columns.unsigned(block.slot());
    finality.learn(judgement.root().orElseThrow(), judged.inputId(), slot);
    // What builds on the head builds on what is final.
    boolean passedOver =
        !block.parentRoot().equals(head.root())
            && finality.passedOver(handle, head.finalized(), slot, block.parentRoot());
    mark(judged, passedOver || judgement.forkChoice().isPresent());
    operations.insert(handle, judged.inputId(), block);
    handle
        .createUpdate(Sql.named("release_children"))
        .bind("parent_root", judgement.root().orElseThrow().toArrayUnsafe())
        .execute();
    followers.valid(judged);
    Head after = Head.after(judgement);
    if (!after.equals(head)) {
      move(judged, after);
    }
  }

  private void invalid(Judged judged) {
    writeVerdict(judged);
    mark(judged, true);
    operations.insert(handle, judged.inputId(), judged.judgement().block().orElseThrow());
    followers.invalid(judged);
    Bytes32 root = judged.judgement().root().orElseThrow();
    condemningAncestor(root).ifPresent(ancestor -> condemnBelow(root, ancestor, judged.at()));
  }

  private void malformed(Judged judged) {
    writeVerdict(judged);
    followers.invalid(judged);
  }

  private void writeVerdict(Judged judged) {
    if (!VerdictRow.of(judged, checkpoints).write(handle, ++importOrder)) {
      throw new IllegalStateException("input " + judged.inputId() + " has a verdict already");
    }
    events.add(judged.at(), "block_judged", OptionalLong.of(judged.inputId()));
  }

  private void mark(Judged judged, boolean neverCanonical) {
    OptionalLong proposer = judged.judgement().proposerIndex();
    handle
        .createUpdate(Sql.named("mark_judged"))
        .bind("input_id", judged.inputId())
        .bind("proposer_index", proposer.isPresent() ? (Long) proposer.getAsLong() : null)
        .bind("never_canonical", neverCanonical)
        .execute();
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
      finality.decide(handle, after.finalized().root());
      events.add(judged.at(), "finalized_changed", cause);
    }
    followers.moved(judged, before, after);
  }

  private void insertHead() {
    OptionalLong inputId = finality.place(handle, head.root()).inputId();
    handle
        .createUpdate(Sql.named("insert_head_change"))
        .bind("import_order", importOrder)
        .bind("head_input_id", inputId.isPresent() ? (Long) inputId.getAsLong() : null)
        .bind("justified_id", checkpoints.number(head.justified()))
        .bind("finalized_id", checkpoints.number(head.finalized()))
        .execute();
  }

  /** The parent is not in the chain: not known, or known to be no good. */
  private void orphan(Judged judged) {
    Block block = judged.judgement().block().orElseThrow();
    Optional<Bytes32> ancestor = condemningAncestor(block.parentRoot());
    if (ancestor.isPresent()) {
      Bytes32 root = judged.judgement().root().orElseThrow();
      condemn(judged.inputId(), root, block, ancestor.get(), judged.at());
      condemnBelow(root, ancestor.get(), judged.at());
    } else {
      await(judged, "parent");
    }
  }

  private Optional<Bytes32> condemningAncestor(Bytes32 root) {
    return handle
        .createQuery(Sql.named("condemning_ancestor"))
        .bind("root", root.toArrayUnsafe())
        .mapTo(byte[].class)
        .findOne()
        .map(Bytes32::wrap);
  }

  private record Child(long inputId, Bytes32 root, Bytes ssz) {}

  /** All unjudged descendants are invalid, whenever they came. */
  private void condemnBelow(Bytes32 root, Bytes32 ancestor, Instant at) {
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
    VerdictRow row = VerdictRow.condemned(inputId, ancestor, at);
    if (!row.write(handle, ++importOrder)) {
      throw new IllegalStateException("input " + inputId + " has a verdict already");
    }
    handle
        .createUpdate(Sql.named("mark_judged"))
        .bind("input_id", inputId)
        .bind("proposer_index", (Long) null)
        .bind("never_canonical", true)
        .execute();
    operations.insert(handle, inputId, block);
    followers.condemned(inputId, root, ancestor, at);
    events.add(at, "block_judged", OptionalLong.of(inputId));
  }

  private void await(Judged judged, String what) {
    int changed =
        handle
            .createUpdate(Sql.named("wait_for"))
            .bind("input_id", judged.inputId())
            .bind("waiting_for", what)
            .execute();
    if (changed > 0) {
      Judgement judgement = judged.judgement();
      events.add(
          judged.at(),
          "block_waiting",
          OptionalLong.of(judged.inputId()),
          "root",
          judgement.root().orElseThrow().toHexString(),
          "slot",
          Long.toUnsignedString(judgement.block().orElseThrow().slot()),
          "waiting_for",
          what);
    }
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
