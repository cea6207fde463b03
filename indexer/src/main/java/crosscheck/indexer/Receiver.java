package crosscheck.indexer;

import crosscheck.db.DatabaseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Where sources deliver. What is received is durable before the call returns. Safe for use by many
 * threads; independent of judging.
 */
public interface Receiver {

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

  /** The indexer's clock. */
  Instant now();
}
