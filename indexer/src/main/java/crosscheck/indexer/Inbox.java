package crosscheck.indexer;

import crosscheck.db.Database;
import crosscheck.db.DatabaseException;
import crosscheck.indexer.follow.Backoff;
import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Outage;
import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Spec;
import crosscheck.ssz.Sha256;
import crosscheck.ssz.SszException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receiving: raw bytes, observation, and the columns that judging needs to find its order, in one
 * transaction. Nothing is decided here: an input that does not decode is stored like any other, and
 * judged.
 */
final class Inbox implements Receiver {

  private static final Logger log = LoggerFactory.getLogger(Inbox.class);

  private final Spec spec;
  private final Jdbi jdbi;
  private final IndexerSettings settings;
  private final Clock clock;
  private final Runnable onStored;
  private final ReentrantLock storing = new ReentrantLock(true);
  private final ReentrantLock longFetch = new ReentrantLock();
  private final Names sources;
  private final Names nodes;
  private final AtomicLong malformedKept = new AtomicLong();
  private final AtomicLong malformedBytesKept = new AtomicLong();

  /**
   * @param onStored called after each commit that stored something new
   */
  Inbox(Spec spec, Database database, IndexerSettings settings, Clock clock, Runnable onStored) {
    this.spec = spec;
    this.jdbi = database.jdbi();
    this.settings = settings;
    this.clock = clock;
    this.onStored = onStored;
    this.sources = Names.ofSources(jdbi);
    this.nodes = Names.ofNodes(jdbi);
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(Sql.named("kept_malformed"))
                .map(
                    (row, context) -> {
                      malformedKept.set(row.getLong("input_count"));
                      malformedBytesKept.set(row.getLong("size_bytes"));
                      return row.getRow();
                    })
                .one());
  }

  /** Says to the process that judges that there is something new; it looks by itself, but later. */
  static void tellTheJudge(Jdbi jdbi) {
    try {
      jdbi.useHandle(
          handle -> handle.createQuery(Sql.named("notify_inputs")).mapTo(String.class).findOne());
    } catch (RuntimeException e) {
      if (!Outage.causes(e)) {
        throw e;
      }
      log.debug("the judging process is not told: the database is away", e);
    }
  }

  /** An input as far as it can be understood without a state. */
  private record Opened(Delivery delivery, Optional<BlockRow> block, boolean malformed) {}

  /** An observation's source and node by their numbers. */
  private record Seen(int sourceId, Optional<Integer> nodeId) {}

  private Seen seen(Observation observation) {
    return new Seen(sources.number(observation.source()), observation.node().map(nodes::number));
  }

  @Override
  public List<Receipt> receiveAll(List<Delivery> deliveries) throws InterruptedException {
    List<Opened> opened = deliveries.stream().map(this::open).toList();
    List<Receipt> receipts =
        insist(
            () -> deliveries.forEach(delivery -> seen(delivery.observation())),
            handle -> {
              List<Receipt> stored = new ArrayList<>();
              for (Opened input : opened) {
                stored.add(store(handle, input));
              }
              return stored;
            });
    boolean anyNew = false;
    for (int i = 0; i < receipts.size(); i++) {
      if (receipts.get(i).outcome() == Receipt.Outcome.STORED) {
        anyNew = true;
        if (opened.get(i).malformed()) {
          malformedKept.incrementAndGet();
          malformedBytesKept.addAndGet(opened.get(i).delivery().ssz().size());
        }
      }
    }
    if (anyNew) {
      onStored.run();
    }
    return receipts;
  }

  private Opened open(Delivery delivery) {
    if (delivery.ssz().size() > settings.mostInputBytes()) {
      return new Opened(delivery, Optional.empty(), true);
    }
    try {
      BlockRow row = BlockRow.of(spec, spec.decodeBlock(delivery.ssz()));
      return new Opened(delivery, Optional.of(row), false);
    } catch (SszException e) {
      return new Opened(delivery, Optional.empty(), true);
    } catch (RuntimeException e) {
      // Ours to repair; the bytes are kept, and judging will say "error", never "malformed".
      log.error("cannot read an input of {} bytes", delivery.ssz().size(), e);
      return new Opened(delivery, Optional.empty(), false);
    }
  }

  private Receipt store(Handle handle, Opened opened) {
    Delivery delivery = opened.delivery();
    byte[] sha256 = Sha256.hash(delivery.ssz()).toArrayUnsafe();
    OptionalLong known = find(handle, sha256);
    Receipt receipt;
    if (known.isPresent()) {
      receipt = new Receipt(Receipt.Outcome.KNOWN, known, Optional.empty());
    } else {
      Optional<String> refusal = refusal(opened);
      receipt =
          refusal.isPresent()
              ? discard(handle, delivery.observation(), delivery.ssz().size(), refusal.get())
              : storeNew(handle, opened, sha256);
    }
    receipt.inputId().ifPresent(id -> observe(handle, id, delivery));
    delivery.file().ifPresent(file -> remember(handle, file, delivery, receipt.inputId()));
    return receipt;
  }

  private Optional<String> refusal(Opened opened) {
    int size = opened.delivery().ssz().size();
    if (size > settings.mostInputBytes()) {
      return Optional.of("too_large");
    }
    boolean full =
        malformedKept.get() >= settings.mostMalformed()
            || malformedBytesKept.get() + size > settings.mostMalformedBytes();
    return opened.malformed() && full ? Optional.of("too_many_malformed") : Optional.empty();
  }

  private static OptionalLong find(Handle handle, byte[] sha256) {
    return handle
        .createQuery(Sql.named("find_input"))
        .bind("sha256", sha256)
        .mapTo(Long.class)
        .findOne()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private Receipt storeNew(Handle handle, Opened opened, byte[] sha256) {
    Bytes ssz = opened.delivery().ssz();
    Optional<Long> inserted =
        handle
            .createQuery(Sql.named("insert_input"))
            .bind("ssz", ssz.toArrayUnsafe())
            .bind("received_at", Columns.at(clock.instant()))
            .mapTo(Long.class)
            .findOne();
    if (inserted.isEmpty()) {
      return new Receipt(Receipt.Outcome.KNOWN, find(handle, sha256), Optional.empty());
    }
    long id = inserted.get();
    opened.block().ifPresent(block -> block.insert(handle, id));
    handle.createUpdate(Sql.named("insert_unjudged")).bind("input_id", id).execute();
    return new Receipt(
        Receipt.Outcome.STORED, OptionalLong.of(id), opened.block().map(BlockRow::root));
  }

  private void observe(Handle handle, long inputId, Delivery delivery) {
    Observation observation = delivery.observation();
    Seen seen = seen(observation);
    handle
        .createUpdate(Sql.named("insert_observation"))
        .bind("input_id", inputId)
        .bind("source_id", seen.sourceId())
        .bind("node_id", seen.nodeId())
        .bind("observed_at", Columns.at(observation.time()))
        .execute();
    delivery
        .claim()
        .ifPresent(
            claim -> NodeReports.claim(handle, inputId, seen.nodeId(), claim, observation.time()));
  }

  private Receipt discard(Handle handle, Observation observation, long size, String reason) {
    Seen seen = seen(observation);
    handle
        .createUpdate(Sql.named("count_discard"))
        .bind("source_id", seen.sourceId())
        .bind("node_id", seen.nodeId())
        .bind("reason", reason)
        .bind("size_bytes", size)
        .bind("at", Columns.at(clock.instant()))
        .execute();
    return new Receipt(Receipt.Outcome.DISCARDED, OptionalLong.empty(), Optional.empty());
  }

  private void remember(Handle handle, SourceFile file, Delivery delivery, OptionalLong inputId) {
    handle
        .createUpdate(Sql.named("remember_file"))
        .bind("source_id", seen(delivery.observation()).sourceId())
        .bind("path", file.path())
        .bind("size_bytes", file.sizeBytes())
        .bind("modified_at", Columns.at(file.modifiedAt()))
        .bind("input_id", inputId.isPresent() ? Optional.of(inputId.getAsLong()) : Optional.empty())
        .execute();
  }

  @Override
  public boolean decodes(Bytes ssz) {
    try {
      return spec.decodeBlock(ssz) != null;
    } catch (SszException e) {
      return false;
    }
  }

  @Override
  public int mostBytes() {
    return settings.mostInputBytes();
  }

  @Override
  public void discardLarge(Observation observation, SourceFile file) throws InterruptedException {
    insist(
        () -> seen(observation),
        handle -> {
          Receipt receipt = discard(handle, observation, file.sizeBytes(), "too_large");
          remember(
              handle,
              file,
              new Delivery(Bytes.EMPTY, observation, Optional.of(file)),
              receipt.inputId());
          return receipt;
        });
  }

  @Override
  public Map<String, SourceFile> filesReceived(String source) throws InterruptedException {
    return insist(
        handle -> {
          Map<String, SourceFile> files = new HashMap<>();
          handle
              .createQuery(Sql.named("remembered_files"))
              .bind("source", source)
              .map(
                  (row, context) ->
                      new SourceFile(
                          row.getString("path"),
                          row.getLong("size_bytes"),
                          row.getObject("modified_at", OffsetDateTime.class).toInstant()))
              .forEach(file -> files.put(file.path(), file));
          return files;
        });
  }

  @Override
  public void report(NodeReport report) throws InterruptedException {
    boolean news =
        insist(
            () -> nodes.number(report.node()),
            handle -> NodeReports.record(handle, nodes.number(report.node()), report));
    if (news) {
      onStored.run();
    }
  }

  @Override
  public Set<Bytes32> connected(Collection<Bytes32> roots) throws InterruptedException {
    return insist(handle -> Gaps.connected(handle, roots));
  }

  @Override
  public MissingParents missingParents(OptionalLong before) throws InterruptedException {
    return insist(handle -> Gaps.missingParents(handle, before));
  }

  @Override
  public Lock longFetch() {
    return longFetch;
  }

  @Override
  public Spec spec() {
    return spec;
  }

  @Override
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private <T> T insist(HandleCallback<T, RuntimeException> work) throws InterruptedException {
    return insist(() -> {}, work);
  }

  /**
   * Runs a transaction, again and again while the database is away.
   *
   * @param names asks for the numbers of all names that the transaction will need
   */
  private <T> T insist(Runnable names, HandleCallback<T, RuntimeException> work)
      throws InterruptedException {
    Backoff backoff = new Backoff(log, "receiving");
    while (true) {
      try {
        names.run();
        T result = oneAtATime(work);
        backoff.succeeded();
        return result;
      } catch (RuntimeException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while waiting for the database");
        }
        if (!Outage.causes(e)) {
          throw e;
        }
        if (backoff.sinceFirstFailure().compareTo(settings.patience()) > 0) {
          throw new DatabaseException(
              "not stored: the database has been away for %d s (%s)"
                  .formatted(backoff.sinceFirstFailure().toSeconds(), e.getMessage()),
              e);
        }
        backoff.pause(e);
      }
    }
  }

  /** Two groups with the same inputs in other orders would lock each other out in the database. */
  private <T> T oneAtATime(HandleCallback<T, RuntimeException> work) throws InterruptedException {
    storing.lockInterruptibly();
    try {
      return jdbi.inTransaction(work);
    } finally {
      storing.unlock();
    }
  }
}
