package crosscheck.indexer;

import crosscheck.indexer.follow.Columns;
import crosscheck.spec.Block;
import crosscheck.spec.Spec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Writes the operations of a judged block, one row each. */
final class Operations {

  private final Spec spec;
  private final Writes writes;

  Operations(Spec spec, Writes writes) {
    this.spec = spec;
    this.writes = writes;
  }

  void insert(long inputId, Block block) {
    Fields body = Fields.of(spec.ssz().toPlain(block)).fields("body");
    insert(
        inputId,
        "insert_proposer_slashing",
        body.list("proposer_slashings"),
        operation ->
            row("proposer_index", operation.uint64("proposer_index"), "payload", json(operation)));
    insert(
        inputId,
        "insert_attester_slashing",
        body.list("attester_slashings"),
        operation -> row("validator_indices", accused(operation), "payload", json(operation)));
    insert(inputId, "insert_deposit", body.list("deposits"), Operations::deposit);
    insert(
        inputId,
        "insert_voluntary_exit",
        body.list("voluntary_exits"),
        operation ->
            row(
                "epoch",
                operation.uint64("epoch"),
                "validator_index",
                operation.uint64("validator_index"),
                "payload",
                json(operation)));
    insert(inputId, "insert_transfer", body.list("transfers"), Operations::transfer);
  }

  private void insert(
      long inputId,
      String statement,
      List<Fields> operations,
      Function<Fields, Map<String, Object>> columns) {
    for (int position = 0; position < operations.size(); position++) {
      Map<String, Object> row = columns.apply(operations.get(position));
      row.put("input_id", inputId);
      row.put("position", position);
      writes.add(statement, row);
    }
  }

  /** Columns from names and values by turns. */
  private static Map<String, Object> row(Object... namesAndValues) {
    Map<String, Object> row = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return row;
  }

  private static String json(Fields operation) {
    return Columns.json(operation.plain());
  }

  private static Map<String, Object> deposit(Fields deposit) {
    Fields data = deposit.fields("data");
    return row(
        "pubkey",
        data.bytes("pubkey"),
        "withdrawal_credentials",
        data.bytes("withdrawal_credentials"),
        "amount_gwei",
        data.uint64("amount"),
        "payload",
        json(deposit));
  }

  private static Map<String, Object> transfer(Fields transfer) {
    return row(
        "sender_index",
        transfer.uint64("sender"),
        "recipient_index",
        transfer.uint64("recipient"),
        "amount_gwei",
        transfer.uint64("amount"),
        "fee_gwei",
        transfer.uint64("fee"),
        "slot",
        transfer.uint64("slot"),
        "pubkey",
        transfer.bytes("pubkey"),
        "payload",
        json(transfer));
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
