package crosscheck.indexer;

import crosscheck.spec.Checkpoint;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/**
 * The judge's books in the database. The caller makes the transactions; what is returned holds once
 * they commit.
 */
final class Ledger {

  private final Network network;

  Ledger(Network network) {
    this.network = network;
  }

  /** Opens the books: claims the database for the network, with genesis as the first head. */
  Progress open(Handle handle, Head genesis, Clock clock) {
    network.claim(handle, clock);
    Optional<Head> head = lastHead(handle);
    if (head.isEmpty()) {
      new Page(handle, network, new Progress(0, genesis)).begin(clock.instant());
    }
    return new Progress(importOrder(handle), head.orElse(genesis));
  }

  private static Optional<Head> lastHead(Handle handle) {
    return handle.createQuery(Sql.named("last_head")).map((row, context) -> head(row)).findOne();
  }

  /** Place of the last final verdict; 0 when there is none. */
  long importOrder(Handle handle) {
    return handle.createQuery(Sql.named("last_import_order")).mapTo(Long.class).one();
  }

  /** Writes a batch in order. */
  Progress write(Handle handle, Progress before, List<Judged> batch) {
    Page page = new Page(handle, network, before);
    batch.forEach(page::enter);
    return page.finish();
  }

  /** A fault of ours, outside the verifier. The input is left for another start. */
  void writeError(Handle handle, long inputId, Instant at, String message) {
    Page page =
        new Page(
            handle, network, new Progress(importOrder(handle), lastHead(handle).orElseThrow()));
    page.enterError(inputId, at, OptionalLong.empty(), Page.ourFault(network.spec(), message));
    page.finish();
  }

  private static Head head(ResultSet row) throws SQLException {
    return new Head(
        Bytes32.wrap(row.getBytes("head_root")),
        checkpoint(row.getBigDecimal("justified_epoch"), row.getBytes("justified_root")),
        checkpoint(row.getBigDecimal("finalized_epoch"), row.getBytes("finalized_root")));
  }

  private static Checkpoint checkpoint(BigDecimal epoch, byte[] root) {
    return new Checkpoint(epoch.toBigIntegerExact().longValue(), Bytes32.wrap(root));
  }
}
