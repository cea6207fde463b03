package crosscheck.indexer;

import crosscheck.indexer.follow.Sql;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How much is kept of inputs that may be junk, counted in the database, and whether there is room
 * for more. One object serves one transaction, which holds the lock of receiving.
 */
final class Doubts {

  private final Handle handle;
  private final IndexerSettings settings;
  private final Map<Lane, Amount> kept = new EnumMap<>(Lane.class);
  private final Map<Sender, Amount> waitingOf = new HashMap<>();
  private boolean counted;

  /** A source and a node, by their numbers. */
  record Sender(int sourceId, Optional<Integer> nodeId) {}

  private record Amount(long count, long bytes) {
    static final Amount NONE = new Amount(0, 0);

    Amount plus(Amount more) {
      return new Amount(count + more.count, bytes + more.bytes);
    }
  }

  Doubts(Handle handle, IndexerSettings settings) {
    this.handle = handle;
    this.settings = settings;
  }

  /** Why there is no room for this input; empty, and then it counts as kept, when there is. */
  Optional<String> refusal(Lane lane, Sender sender, int bytes) {
    if (lane == Lane.CERTAIN) {
      return Optional.empty();
    }
    count();
    Optional<String> refusal = full(lane, sender, bytes);
    if (refusal.isEmpty()) {
      add(lane, sender, new Amount(1, bytes));
    }
    return refusal;
  }

  private Optional<String> full(Lane lane, Sender sender, int bytes) {
    Amount all = kept.getOrDefault(lane, Amount.NONE);
    WaitingBounds waiting = settings.waiting();
    return switch (lane) {
      case CERTAIN -> Optional.empty();
      case WAITING ->
          all.count() >= waiting.mostBlocks()
                  || all.bytes() + bytes > waiting.mostBytes()
                  || waitingOf.getOrDefault(sender, Amount.NONE).count() >= waiting.mostOfNode()
              ? Optional.of("too_many_waiting")
              : Optional.empty();
      case UNDECODABLE ->
          all.count() >= settings.mostMalformed()
                  || all.bytes() + bytes > settings.mostMalformedBytes()
              ? Optional.of("too_many_malformed")
              : Optional.empty();
      case FAR_AHEAD ->
          all.count() >= waiting.mostFarAhead() ? Optional.of("too_far_ahead") : Optional.empty();
    };
  }

  private void add(Lane lane, Sender sender, Amount amount) {
    kept.merge(lane, amount, Amount::plus);
    if (lane == Lane.WAITING) {
      waitingOf.merge(sender, amount, Amount::plus);
    }
  }

  private void count() {
    if (!counted) {
      counted = true;
      handle
          .createQuery(Sql.named("doubts"))
          .map(
              (row, context) -> {
                int node = row.getInt("node_id");
                Optional<Integer> nodeId = row.wasNull() ? Optional.empty() : Optional.of(node);
                add(
                    Lane.values()[row.getInt("lane")],
                    new Sender(row.getInt("source_id"), nodeId),
                    new Amount(row.getLong("input_count"), row.getLong("size_bytes")));
                return nodeId;
              })
          .list();
    }
  }
}
