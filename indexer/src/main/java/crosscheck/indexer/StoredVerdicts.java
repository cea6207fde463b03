package crosscheck.indexer;

import crosscheck.db.Database;
import crosscheck.indexer.follow.Sql;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** The final verdicts of a database with what they are about, to be judged again. */
public final class StoredVerdicts {

  private static final int PAGE = 256;

  private final Database database;

  /**
   * @param database with a run in it; stays the caller's to close
   */
  public StoredVerdicts(Database database) {
    this.database = database;
  }

  /**
   * A verdict, and what led to it.
   *
   * @param judgedAt the clock that judging was given
   * @param root of the block; empty for something that is none
   * @param slot of the block; empty for something that is none
   * @param words verdict and reason as {@link #words} has them
   */
  public record Stored(
      long importOrder,
      long inputId,
      Bytes ssz,
      Instant judgedAt,
      Optional<Bytes32> root,
      String slot,
      String words) {

    /**
     * A verdict and its reason in one line, the same for the same finding.
     *
     * @param check that failed first
     * @param message what it says
     * @param forkChoice check by which fork choice refuses the block
     * @param ofAncestor whether it is invalid because an ancestor is
     */
    public static String words(
        String verdict,
        Optional<String> check,
        Optional<String> message,
        Optional<String> forkChoice,
        boolean ofAncestor) {
      StringBuilder words = new StringBuilder(verdict);
      if (ofAncestor) {
        return words.append(": an ancestor is invalid").toString();
      }
      check.ifPresent(name -> words.append(": ").append(name));
      message.ifPresent(text -> words.append(": ").append(VerdictRow.clean(text)));
      forkChoice.ifPresent(name -> words.append("; kept out of fork choice: ").append(name));
      return words.toString();
    }
  }

  /** How many there are. */
  public long count() {
    return database
        .jdbi()
        .withHandle(h -> h.createQuery(Sql.named("last_import_order")).mapTo(Long.class).one());
  }

  /**
   * The state the run began with.
   *
   * @throws IllegalStateException when it is none under this spec
   */
  public State genesis(Spec spec) {
    byte[] ssz =
        database
            .jdbi()
            .withHandle(h -> h.createQuery(Sql.named("genesis_state")).mapTo(byte[].class).one());
    try {
      return spec.decodeState(Bytes.wrap(ssz));
    } catch (SszException e) {
      throw new IllegalStateException("networks.genesis_state_ssz", e);
    }
  }

  /** The next verdicts in the order they were made, a page of them; none at the end. */
  public List<Stored> after(long importOrder) {
    return database
        .jdbi()
        .withHandle(
            h ->
                h.createQuery(Sql.named("stored_verdicts"))
                    .bind("after", importOrder)
                    .bind("most", PAGE)
                    .map(
                        (row, context) ->
                            new Stored(
                                row.getLong("import_order"),
                                row.getLong("input_id"),
                                Bytes.wrap(row.getBytes("ssz")),
                                row.getObject("judged_at", OffsetDateTime.class).toInstant(),
                                Optional.ofNullable(row.getBytes("root")).map(Bytes32::wrap),
                                Optional.ofNullable(row.getString("slot")).orElse(""),
                                Stored.words(
                                    row.getString("status"),
                                    Optional.ofNullable(row.getString("failure_check")),
                                    Optional.ofNullable(row.getString("failure_message")),
                                    Optional.ofNullable(row.getString("fork_choice_check")),
                                    row.getBytes("invalid_ancestor_root") != null)))
                    .list());
  }
}
