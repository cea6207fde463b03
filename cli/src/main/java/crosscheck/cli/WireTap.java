package crosscheck.cli;

import crosscheck.db.DatabaseException;
import crosscheck.indexer.Observation;
import crosscheck.indexer.Receiver;
import crosscheck.testnet.BlockListener;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.tuweni.bytes.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears every block that goes over the wire of a test network, as one who listens to gossip would,
 * and delivers it in the name of the node that sent it. Nodes do not serve what they refuse, so
 * this is how refused blocks come to be judged.
 */
final class WireTap implements BlockListener, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WireTap.class);

  private static final String SOURCE = "wire";

  /** So many of the last blocks are known: each node tells of a block, and the first one counts. */
  private static final int REMEMBERED = 4_096;

  private final AtomicReference<Optional<Receiver>> receiver =
      new AtomicReference<>(Optional.empty());
  private final Set<Bytes> known = new LinkedHashSet<>();

  /** Apart from the network's thread, which must not wait for a database. */
  private final ExecutorService deliveries =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "wire");
            thread.setDaemon(true);
            return thread;
          });

  /** From now on blocks are delivered here; those before are lost. */
  void connect(Receiver to) {
    receiver.set(Optional.of(to));
  }

  @Override
  public void onBlock(String node, Bytes ssz, long unixTimeMillis) {
    if (!known.add(ssz)) {
      return;
    }
    if (known.size() > REMEMBERED) {
      known.remove(known.iterator().next());
    }
    Instant time = Instant.ofEpochMilli(unixTimeMillis);
    deliveries.execute(() -> deliver(ssz, new Observation(SOURCE, Optional.of(node), time)));
  }

  private void deliver(Bytes ssz, Observation observation) {
    try {
      if (receiver.get().isPresent()) {
        receiver.get().get().receive(ssz, observation);
      }
    } catch (DatabaseException e) {
      LOG.warn("a block was not delivered: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    deliveries.shutdownNow();
  }
}
