package crosscheck.indexer;

import crosscheck.db.Database;
import crosscheck.db.DatabaseException;
import crosscheck.indexer.Doubts.Sender;
import crosscheck.indexer.follow.Backoff;
import crosscheck.indexer.follow.Outage;
import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Spec;
import crosscheck.ssz.SszException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
  private volatile Optional<BigDecimal> genesisTime = Optional.empty();

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

  /** Its source and node by their numbers. */
  private Sender sender(Observation observation) {
    return new Sender(sources.number(observation.source()), observation.node().map(nodes::number));
  }

  @Override
  public List<Receipt> receiveAll(List<Delivery> deliveries) throws InterruptedException {
    List<Delivered> group =
        deliveries.stream()
            .map(delivery -> Delivered.of(spec, delivery, settings.mostInputBytes()))
            .toList();
    List<Receipt> receipts =
        insist(
            () -> deliveries.forEach(delivery -> sender(delivery.observation())),
            handle -> storing(handle).store(group));
    if (receipts.stream().anyMatch(receipt -> receipt.outcome() == Receipt.Outcome.STORED)) {
      onStored.run();
    }
    return receipts;
  }

  private Storing storing(Handle handle) {
    Instant now = clock.instant();
    return new Storing(handle, settings, this::sender, now, slot(handle, now));
  }

  /** The slot at a time; genesis while the database knows no network. */
  private long slot(Handle handle, Instant time) {
    if (genesisTime.isEmpty()) {
      genesisTime = handle.createQuery(Sql.named("genesis_time")).mapTo(BigDecimal.class).findOne();
    }
    long secondsPerSlot = spec.config().uint64("SECONDS_PER_SLOT");
    return genesisTime
        .map(genesis -> Math.floorDiv(time.getEpochSecond() - genesis.longValue(), secondsPerSlot))
        .orElse(0L);
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
        () -> sender(observation),
        handle -> {
          Storing storing = storing(handle);
          storing.discard(observation, file.sizeBytes(), "too_large");
          storing.write();
          storing.remember(observation, file, OptionalLong.empty());
          return null;
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
            handle ->
                new NodeReports(handle, time -> slot(handle, time))
                    .record(nodes.number(report.node()), report));
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
