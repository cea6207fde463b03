package crosscheck.api;

import crosscheck.spec.Check;
import crosscheck.spec.Spec;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.statement.Query;

/** Blocks as they stand in the tables: what is selected of each, and how a row is read. */
final class BlockRows {

  /** Whether finality keeps a block or has left it, of {@code b} and its verdict {@code v}. */
  static final String CANONICAL =
      "is_canonical(v.off_chain, v.fork_id, b.slot, (select finalized_slot()))";

  private static final String SHOWN =
      """
      v.input_id, sha256(i.ssz) as sha256, octet_length(i.ssz) as size_bytes, i.received_at,
             b.root, b.hash, b.slot::text as slot, b.parent_root,
             case when b.root is not null then substring(i.ssz from 41 for 32) end as state_root,
             v.proposer_index, CANONICAL as canonical, v.fork_id, b.proposer_slashing_count,
             b.attester_slashing_count, b.attestation_count, b.deposit_count,
             b.voluntary_exit_count, b.transfer_count,
             v.status, v.waiting_for, v.import_order, v.judged_at, v.judging_micros,
             v.failure_function, v.failure_assertion, v.failure_check, v.failure_message,
             v.failure_path, v.failure_expected, v.failure_actual, v.invalid_ancestor_root,
             v.fork_choice_function, v.fork_choice_assertion, v.fork_choice_check,
             v.fork_choice_message, v.fork_choice_path, v.fork_choice_expected,
             v.fork_choice_actual,
             (select count(*) from decoded_blocks c where c.root = b.root) as copies
      """
          .replace("CANONICAL", CANONICAL);

  private static final String TABLES =
      """
      from verdicts v
      join inputs i on i.id = v.input_id
      left join decoded_blocks b on b.input_id = v.input_id
      """;

  /** What a list shows of inputs {@code i}; {@code b} is null where one does not decode. */
  static final String SUMMARIES = "select " + SHOWN + TABLES;

  /** And what is shown of one block. */
  static final String DETAILS =
      "select "
          + SHOWN
          + """
             , v.attempt_count,
             j.epoch::text as justified_epoch, j.root as justified_root,
             f.epoch::text as finalized_epoch, f.root as finalized_root
      """
          + TABLES
          + """
      left join checkpoints j on j.id = v.justified_id
      left join checkpoints f on f.id = v.finalized_id
      """;

  private final int slotsPerEpoch;
  private final Map<String, String> links = new LinkedHashMap<>();

  /**
   * @param spec whose checks have links
   */
  BlockRows(Spec spec) {
    slotsPerEpoch = (int) spec.config().uint64("SLOTS_PER_EPOCH");
    for (Check check : spec.checks()) {
      links.put(check.id(), check.link());
    }
  }

  /**
   * A row.
   *
   * @param attempts how often it was judged
   * @param post what the post-state says, of a valid block
   */
  record Row(BlockSummary summary, int attempts, Optional<BlockDetail.Post> post) {
    long inputId() {
      return summary.inputId().orElseThrow();
    }
  }

  /** The rows of {@link #SUMMARIES} that a query finds. */
  List<BlockSummary> summaries(Query query) {
    return query.map((row, context) -> summary(row)).list();
  }

  /** The rows of {@link #DETAILS} that a query finds. */
  List<Row> details(Query query) {
    return query.map((row, context) -> detail(row)).list();
  }

  private Row detail(ResultSet row) throws SQLException {
    Optional<CheckpointJson> finalized = CheckpointJson.read(row, "finalized");
    return new Row(
        summary(row),
        row.getInt("attempt_count"),
        CheckpointJson.read(row, "justified")
            .map(justified -> new BlockDetail.Post(justified, finalized.orElseThrow())));
  }

  private BlockSummary summary(ResultSet row) throws SQLException {
    Optional<String> slot = Optional.ofNullable(row.getString("slot"));
    String verdict =
        VerdictWord.of(row.getString("status"), Optional.ofNullable(row.getString("waiting_for")))
            .word();
    return new BlockSummary(
        Optional.of(row.getLong("input_id")),
        bytes(row, "sha256"),
        bytes(row, "root"),
        bytes(row, "hash"),
        slot,
        slot.map(this::epoch),
        bytes(row, "parent_root"),
        bytes(row, "state_root"),
        number(row, "proposer_index"),
        verdict,
        Failed.read(row, "failure", links),
        bytes(row, "invalid_ancestor_root"),
        Failed.read(row, "fork_choice", links),
        Optional.ofNullable((Boolean) row.getObject("canonical")),
        Optional.ofNullable((Integer) row.getObject("fork_id")),
        row.getInt("copies"),
        row.getBytes("root") == null ? Optional.empty() : Optional.of(counts(row)),
        row.getInt("size_bytes"),
        Optional.of(row.getTimestamp("received_at").toInstant()),
        Optional.ofNullable(row.getTimestamp("judged_at")).map(at -> at.toInstant()),
        number(row, "judging_micros"),
        number(row, "import_order"));
  }

  private static BlockSummary.OperationCounts counts(ResultSet row) throws SQLException {
    return new BlockSummary.OperationCounts(
        row.getInt("proposer_slashing_count"),
        row.getInt("attester_slashing_count"),
        row.getInt("attestation_count"),
        row.getInt("deposit_count"),
        row.getInt("voluntary_exit_count"),
        row.getInt("transfer_count"));
  }

  private static Optional<Bytes> bytes(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getBytes(column)).map(Bytes::wrap);
  }

  private static Optional<Long> number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  private String epoch(String slot) {
    return new BigInteger(slot).divide(BigInteger.valueOf(slotsPerEpoch)).toString();
  }
}
