package crosscheck.indexer;

import crosscheck.db.Database;
import crosscheck.db.DatabaseException;
import crosscheck.spec.Spec;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Where sources deliver. What is received is durable before the call returns. Safe for use by many
 * threads; independent of judging.
 */
public interface Receiver {

  /**
   * A receiver in a process that does not judge: it stores, and tells the process that does.
   *
   * @param database stays the caller's to close
   */
  static Receiver beside(Spec spec, Database database, IndexerSettings settings, Clock clock) {
    return new Inbox(spec, database, settings, clock, () -> Inbox.tellTheJudge(database.jdbi()));
  }

  /**
   * Stores deliveries in one transaction: all or none. While the database is away it is tried again
   * with growing pauses, for as long as {@link IndexerSettings#patience()} says.
   *
   * @return what became of each, in order
   * @throws DatabaseException when the database stays away: nothing is stored; deliver again
   * @throws InterruptedException when interrupted meanwhile: nothing is stored
   */
  List<Receipt> receiveAll(List<Delivery> deliveries) throws InterruptedException;

  /** One delivery that is in no file; see {@link #receiveAll}. */
  default Receipt receive(Bytes ssz, Observation observation) throws InterruptedException {
    return receiveAll(List.of(new Delivery(ssz, observation, Optional.empty()))).get(0);
  }

  /** True when the bytes are the SSZ of a block. Stores nothing. */
  boolean decodes(Bytes ssz);

  /** The most bytes an input may have; more is discarded and counted. */
  int mostBytes();

  /**
   * Counts a file as discarded because it is larger than {@link #mostBytes()}, so that it need not
   * be read; retries and throws like {@link #receiveAll}.
   */
  void discardLarge(Observation observation, SourceFile file) throws InterruptedException;

  /** Files of this source that were received before, by path; retries and throws as above. */
  Map<String, SourceFile> filesReceived(String source) throws InterruptedException;

  /**
   * Stores what was heard of a node; retries and throws like {@link #receiveAll}. To be called each
   * time the node was asked, also when it said nothing new: that it still answers is noted.
   */
  void report(NodeReport report) throws InterruptedException;

  /**
   * Those of the blocks with these signing roots that are stored with all that they build on, back
   * to genesis; throws as above.
   */
  Set<Bytes32> connected(Collection<Bytes32> roots) throws InterruptedException;

  /**
   * Blocks that others wait for and nobody has delivered, some at a time; throws as above.
   *
   * @param before from {@link MissingParents#next()}; empty for those that were wanted last
   */
  MissingParents missingParents(OptionalLong before) throws InterruptedException;

  /**
   * Held by the source that fetches a long stretch of a chain, so that several nodes are not asked
   * for the same blocks at the same time.
   */
  Lock longFetch();

  /** The spec of the network that is followed. */
  Spec spec();

  /** The indexer's clock. */
  Instant now();
}
