package crosscheck.indexer;

import crosscheck.indexer.Doubts.Sender;
import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Sql;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * One transaction of receiving: a group of deliveries, a few statements however large it is. It
 * holds a lock to its end, so that of all processes one stores at a time: what it has counted and
 * found stays true, and keys become visible in their order.
 */
final class Storing {

  private final Handle handle;
  private final IndexerSettings settings;
  private final Function<Observation, Sender> senders;
  private final OffsetDateTime now;
  private final long slotNow;
  private final Doubts doubts;
  private final List<New> stored = new ArrayList<>();
  private final Map<Discard, long[]> discards = new HashMap<>();

  private record New(long inputId, Delivered delivered, Lane lane) {}

  private record Discard(Sender sender, String reason) {}

  /**
   * @param senders the numbers of names, all known already
   * @param slotNow the slot by the clock; negative before genesis
   */
  Storing(
      Handle handle,
      IndexerSettings settings,
      Function<Observation, Sender> senders,
      Instant now,
      long slotNow) {
    this.handle = handle;
    this.settings = settings;
    this.senders = senders;
    this.now = Columns.at(now);
    this.slotNow = slotNow;
    this.doubts = new Doubts(handle, settings);
  }

  /** Stores a group; what became of each, in order. */
  List<Receipt> store(List<Delivered> group) {
    handle.createQuery(Sql.named("lock_inputs")).mapTo(String.class).findOne();
    Map<Bytes32, Long> known = known(group);
    List<Delivered> fresh = group.stream().filter(d -> !known.containsKey(d.sha256())).toList();
    Set<Bytes32> certain = certainParents(fresh);
    Iterator<Long> ids = ids(fresh.size());
    List<Receipt> receipts = new ArrayList<>();
    for (Delivered delivered : group) {
      Long id = known.get(delivered.sha256());
      Receipt receipt = id != null ? Receipt.known(id) : enter(delivered, certain, ids);
      receipt.inputId().ifPresent(stored -> known.put(delivered.sha256(), stored));
      receipts.add(receipt);
    }
    write();
    observe(group, receipts);
    return receipts;
  }

  /** Counts something that nobody has read. */
  void discard(Observation observation, long size, String reason) {
    long[] sums = discards.computeIfAbsent(key(observation, reason), unknown -> new long[2]);
    sums[0]++;
    sums[1] += size;
  }

  private Discard key(Observation observation, String reason) {
    return new Discard(senders.apply(observation), reason);
  }

  private Receipt enter(Delivered delivered, Set<Bytes32> certain, Iterator<Long> ids) {
    Observation observation = delivered.delivery().observation();
    Lane lane = lane(delivered, certain);
    Optional<String> refusal =
        delivered.size() > settings.mostInputBytes()
            ? Optional.of("too_large")
            : doubts.refusal(lane, senders.apply(observation), delivered.size());
    if (refusal.isPresent()) {
      discard(observation, delivered.size(), refusal.get());
      return Receipt.discarded(refusal.get());
    }
    long id = ids.next();
    stored.add(new New(id, delivered, lane));
    if (lane == Lane.CERTAIN) {
      delivered.block().ifPresent(block -> certain.add(block.root()));
    }
    return Receipt.stored(id, delivered.block().map(BlockRow::root));
  }

  private Lane lane(Delivered delivered, Set<Bytes32> certain) {
    if (delivered.block().isEmpty()) {
      return Lane.UNDECODABLE;
    }
    BlockRow block = delivered.block().get();
    BigDecimal ahead = block.slot().subtract(BigDecimal.valueOf(slotNow));
    if (ahead.compareTo(BigDecimal.valueOf(settings.waiting().mostSlotsAhead())) > 0) {
      return Lane.FAR_AHEAD;
    }
    return ahead.signum() <= 0 && certain.contains(block.parentRoot())
        ? Lane.CERTAIN
        : Lane.WAITING;
  }

  private Map<Bytes32, Long> known(List<Delivered> group) {
    Map<Bytes32, Long> known = new HashMap<>();
    handle
        .createQuery(Sql.named("find_inputs"))
        .bind("sha256s", bytes(group, d -> Optional.of(d.sha256())))
        .map((row, context) -> Map.entry(Bytes32.wrap(row.getBytes("sha256")), row.getLong("id")))
        .forEach(found -> known.put(found.getKey(), found.getValue()));
    return known;
  }

  /** Parents of the group's blocks that are known and do not wait themselves. */
  private Set<Bytes32> certainParents(List<Delivered> group) {
    byte[][] roots = bytes(group, d -> d.block().map(BlockRow::parentRoot));
    if (roots.length == 0) {
      return Set.of();
    }
    return new HashSet<>(
        handle
            .createQuery(Sql.named("certain_parents"))
            .bind("roots", roots)
            .map((row, context) -> Bytes32.wrap(row.getBytes("root")))
            .list());
  }

  private static byte[][] bytes(
      List<Delivered> group, Function<Delivered, Optional<Bytes32>> value) {
    return group.stream()
        .map(value)
        .flatMap(Optional::stream)
        .distinct()
        .map(Bytes32::toArrayUnsafe)
        .toArray(byte[][]::new);
  }

  private Iterator<Long> ids(int count) {
    return count == 0
        ? List.<Long>of().iterator()
        : handle
            .createQuery(Sql.named("input_ids"))
            .bind("count", count)
            .mapTo(Long.class)
            .list()
            .iterator();
  }

  /** Sends what was collected. */
  void write() {
    batch(
        "insert_input",
        stored,
        (row, input) -> {
          Delivery delivery = input.delivered().delivery();
          bind(row, delivery.observation())
              .bind("id", input.inputId())
              .bind("received_at", now)
              .bind("ssz", delivery.ssz().toArrayUnsafe());
        });
    batch(
        "insert_block",
        stored.stream().filter(input -> input.delivered().block().isPresent()).toList(),
        (row, input) ->
            row.bind("input_id", input.inputId())
                .bindMap(input.delivered().block().orElseThrow().columns()));
    batch(
        "insert_unjudged",
        stored,
        (row, input) -> row.bind("input_id", input.inputId()).bind("lane", input.lane().number()));
    batch(
        "insert_doubtful",
        stored.stream().filter(input -> input.lane() != Lane.CERTAIN).toList(),
        (row, input) ->
            bind(row, senders.apply(input.delivered().delivery().observation()))
                .bind("input_id", input.inputId())
                .bind("lane", input.lane().number())
                .bind("size_bytes", input.delivered().size()));
    batch(
        "count_discards",
        List.copyOf(discards.entrySet()),
        (row, discard) ->
            bind(row, discard.getKey().sender())
                .bind("reason", discard.getKey().reason())
                .bind("input_count", discard.getValue()[0])
                .bind("size_bytes", discard.getValue()[1])
                .bind("at", now));
  }

  private static PreparedBatch bind(PreparedBatch row, Sender sender) {
    return row.bind("source_id", sender.sourceId()).bind("node_id", sender.nodeId());
  }

  private PreparedBatch bind(PreparedBatch row, Observation observation) {
    return bind(row, senders.apply(observation))
        .bind("observed_at", Columns.at(observation.time()));
  }

  private void observe(List<Delivered> group, List<Receipt> receipts) {
    List<Integer> kept = new ArrayList<>();
    List<Integer> further = new ArrayList<>();
    List<Integer> files = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      Delivery delivery = group.get(i).delivery();
      OptionalLong inputId = receipts.get(i).inputId();
      if (inputId.isPresent()) {
        kept.add(i);
        if (receipts.get(i).outcome() == Receipt.Outcome.KNOWN) {
          further.add(i);
        }
      }
      if (delivery.file().isPresent() && !receipts.get(i).mayComeAgain()) {
        files.add(i);
      }
    }
    batch(
        "insert_further_observation",
        further,
        (row, i) ->
            bind(row, group.get(i).delivery().observation())
                .bind("input_id", receipts.get(i).inputId().getAsLong()));
    for (int i : kept) {
      Delivery delivery = group.get(i).delivery();
      long inputId = receipts.get(i).inputId().getAsLong();
      Observation seen = delivery.observation();
      delivery
          .claim()
          .ifPresent(
              claim ->
                  NodeReports.claim(
                      handle, inputId, senders.apply(seen).nodeId(), claim, seen.time()));
    }
    for (int i : files) {
      Delivery delivery = group.get(i).delivery();
      remember(delivery.observation(), delivery.file().orElseThrow(), receipts.get(i).inputId());
    }
  }

  /** Notes that a file was read. */
  void remember(Observation observation, SourceFile file, OptionalLong inputId) {
    handle
        .createUpdate(Sql.named("remember_file"))
        .bind("source_id", senders.apply(observation).sourceId())
        .bind("path", file.path())
        .bind("size_bytes", file.sizeBytes())
        .bind("modified_at", Columns.at(file.modifiedAt()))
        .bind("input_id", inputId.isPresent() ? Optional.of(inputId.getAsLong()) : Optional.empty())
        .execute();
  }

  /** How the columns of one row are bound. */
  private interface Columned<T> {
    void bind(PreparedBatch row, T from);
  }

  private <T> void batch(String statement, List<T> rows, Columned<T> columns) {
    if (rows.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(Sql.named(statement));
    for (T row : rows) {
      columns.bind(batch, row);
      batch.add();
    }
    Objects.requireNonNull(batch.execute());
  }
}
