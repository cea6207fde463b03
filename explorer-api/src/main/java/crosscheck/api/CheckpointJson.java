package crosscheck.api;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * An epoch boundary block.
 *
 * @param epoch uint64, decimal
 */
record CheckpointJson(String epoch, Bytes root) {

  /** From the columns {@code name_epoch} and {@code name_root}; empty when they are NULL. */
  static Optional<CheckpointJson> read(ResultSet row, String name) throws SQLException {
    byte[] root = row.getBytes(name + "_root");
    String epoch = row.getString(name + "_epoch");
    return root == null
        ? Optional.empty()
        : Optional.of(new CheckpointJson(epoch, Bytes.wrap(root)));
  }
}
