package crosscheck.indexer;

import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Block;
import crosscheck.spec.Spec;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/** What a block says of itself, as a row of {@code blocks}. */
record BlockRow(Bytes32 root, Map<String, Object> columns) {

  static BlockRow of(Spec spec, Block block) {
    Bytes32 root = spec.root(block);
    Fields fields = Fields.of(spec.ssz().toPlain(block));
    Fields body = fields.fields("body");
    Fields eth1 = body.fields("eth1_data");
    BigDecimal slot = fields.uint64("slot");
    BigDecimal slotsPerEpoch =
        new BigDecimal(Long.toUnsignedString(spec.config().uint64("SLOTS_PER_EPOCH")));
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("root", root.toArrayUnsafe());
    columns.put("hash", spec.hash(block).toArrayUnsafe());
    columns.put("slot", slot);
    columns.put("epoch", slot.divideToIntegralValue(slotsPerEpoch));
    columns.put("parent_root", fields.bytes("parent_root"));
    columns.put("state_root", fields.bytes("state_root"));
    columns.put("graffiti", body.bytes("graffiti"));
    columns.put("eth1_deposit_root", eth1.bytes("deposit_root"));
    columns.put("eth1_deposit_count", eth1.uint64("deposit_count"));
    columns.put("eth1_block_hash", eth1.bytes("block_hash"));
    columns.put("proposer_slashing_count", body.size("proposer_slashings"));
    columns.put("attester_slashing_count", body.size("attester_slashings"));
    columns.put("attestation_count", body.size("attestations"));
    columns.put("deposit_count", body.size("deposits"));
    columns.put("voluntary_exit_count", body.size("voluntary_exits"));
    columns.put("transfer_count", body.size("transfers"));
    return new BlockRow(root, columns);
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
