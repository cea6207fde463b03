package crosscheck.api;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * A block, by root and slot.
 *
 * @param slot uint64, decimal
 */
record BlockPlace(Bytes root, String slot) {

  /** From the columns {@code name_root} and {@code name_slot}; empty when they are NULL. */
  static Optional<BlockPlace> read(ResultSet row, String name) throws SQLException {
    byte[] root = row.getBytes(name + "_root");
    String slot = row.getString(name + "_slot");
    return root == null ? Optional.empty() : Optional.of(new BlockPlace(Bytes.wrap(root), slot));
  }
}
