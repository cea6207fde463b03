package crosscheck.indexer;

import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Block;
import crosscheck.spec.Spec;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/** What a block says of itself, as a row of {@code decoded_blocks}. */
record BlockRow(Bytes32 root, Bytes32 parentRoot, BigDecimal slot, Map<String, Object> columns) {

  private static final List<String> OPERATIONS =
      List.of(
          "proposer_slashing",
          "attester_slashing",
          "attestation",
          "deposit",
          "voluntary_exit",
          "transfer");

  static BlockRow of(Spec spec, Block block) {
    Bytes32 root = spec.root(block);
    Fields fields = Fields.of(spec.ssz().toPlain(block));
    Fields body = fields.fields("body");
    BigDecimal slot = fields.uint64("slot");
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("root", root.toArrayUnsafe());
    columns.put("hash", spec.hash(block).toArrayUnsafe());
    columns.put("slot", slot);
    columns.put("parent_root", fields.bytes("parent_root"));
    columns.put("graffiti", withoutZeros(body.bytes("graffiti")));
    for (String operation : OPERATIONS) {
      columns.put(operation + "_count", body.size(operation + "s"));
    }
    return new BlockRow(root, Bytes32.wrap(fields.bytes("parent_root")), slot, columns);
  }

  /** The same without the zero bytes at its end. */
  private static byte[] withoutZeros(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(bytes, length);
  }

  /** Writes the row unless it is there. */
  void insert(Handle handle, long inputId) {
    handle
        .createUpdate(Sql.named("insert_block"))
        .bind("input_id", inputId)
        .bindMap(columns)
        .execute();
  }
}
