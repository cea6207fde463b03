package crosscheck.indexer;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Block;
import crosscheck.spec.Spec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes the operations of a judged block, one row each. */
final class Operations {

  private final Spec spec;

  Operations(Spec spec) {
    this.spec = spec;
  }

  void insert(Handle handle, long inputId, Block block) {
    Fields body = Fields.of(spec.ssz().toPlain(block)).fields("body");
    Rows rows = new Rows(handle, inputId);
    rows.insert("insert_attestation", body.list("attestations"), Operations::attestation);
    rows.insert(
        "insert_proposer_slashing",
        body.list("proposer_slashings"),
        (row, operation) ->
            row.bind("proposer_index", operation.uint64("proposer_index"))
                .bind("payload", Columns.json(operation.plain())));
    rows.insert(
        "insert_attester_slashing",
        body.list("attester_slashings"),
        (row, operation) ->
            row.bind("validator_indices", accused(operation))
                .bind("payload", Columns.json(operation.plain())));
    rows.insert("insert_deposit", body.list("deposits"), Operations::deposit);
    rows.insert(
        "insert_voluntary_exit",
        body.list("voluntary_exits"),
        (row, operation) ->
            row.bind("epoch", operation.uint64("epoch"))
                .bind("validator_index", operation.uint64("validator_index"))
                .bind("payload", Columns.json(operation.plain())));
    rows.insert("insert_transfer", body.list("transfers"), Operations::transfer);
  }

  private record Rows(Handle handle, long inputId) {

    void insert(
        String statement, List<Fields> operations, BiConsumer<PreparedBatch, Fields> columns) {
      if (operations.isEmpty()) {
        return;
      }
      PreparedBatch batch = handle.prepareBatch(Sql.named(statement));
      for (int position = 0; position < operations.size(); position++) {
        batch.bind("input_id", inputId).bind("position", position);
        columns.accept(batch, operations.get(position));
        batch.add();
      }
      batch.execute();
    }
  }

  private static void attestation(PreparedBatch row, Fields attestation) {
    Fields data = attestation.fields("data");
    row.bind("source_epoch", data.fields("source").uint64("epoch"))
        .bind("target_epoch", data.fields("target").uint64("epoch"))
        .bind("shard", data.fields("crosslink").uint64("shard"));
  }

  private static void deposit(PreparedBatch row, Fields deposit) {
    Fields data = deposit.fields("data");
    row.bind("pubkey", data.bytes("pubkey"))
        .bind("withdrawal_credentials", data.bytes("withdrawal_credentials"))
        .bind("amount_gwei", data.uint64("amount"))
        .bind("payload", Columns.json(deposit.plain()));
  }

  private static void transfer(PreparedBatch row, Fields transfer) {
    row.bind("sender_index", transfer.uint64("sender"))
        .bind("recipient_index", transfer.uint64("recipient"))
        .bind("amount_gwei", transfer.uint64("amount"))
        .bind("fee_gwei", transfer.uint64("fee"))
        .bind("slot", transfer.uint64("slot"))
        .bind("pubkey", transfer.bytes("pubkey"))
        .bind("payload", Columns.json(transfer.plain()));
  }

  /** The validators in both attestations, as an array literal of Postgres. */
  private static String accused(Fields slashing) {
    Set<String> both = voters(slashing.fields("attestation_1"));
    both.retainAll(voters(slashing.fields("attestation_2")));
    return "{" + String.join(",", both) + "}";
  }

  private static Set<String> voters(Fields attestation) {
    Set<String> voters = new TreeSet<>(Operations::byNumber);
    voters.addAll(attestation.strings("custody_bit_0_indices"));
    voters.addAll(attestation.strings("custody_bit_1_indices"));
    return voters;
  }

  private static int byNumber(String a, String b) {
    return Long.compareUnsigned(Long.parseUnsignedLong(a), Long.parseUnsignedLong(b));
  }
}
