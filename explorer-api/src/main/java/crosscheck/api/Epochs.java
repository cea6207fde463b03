package crosscheck.api;

import crosscheck.api.EpochEntry.Missed;
import crosscheck.api.EpochEntry.Outcome;
import crosscheck.api.EpochEntry.Participation;
import crosscheck.api.EpochEntry.Registry;
import crosscheck.api.EpochEntry.Tip;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/** Epochs of a chain, or one epoch on all chains. */
final class Epochs {

  /** Most chains in the answer for one epoch. */
  static final int MOST_CHAINS = 32;

  private static final int FRACTION_DIGITS = 4;
  private static final int JUSTIFICATION_BITS = 4;

  private static final String COLUMNS =
      """
      select e.*, b.root, b.slot::text as slot, v.fork_id, CANONICAL as canonical
      from epochs e
        left join decoded_blocks b on b.input_id = e.tip_input_id
        left join verdicts v on v.input_id = e.tip_input_id
      """
          .replace("CANONICAL", BlockRows.CANONICAL);

  /**
   * On every chain; of the tips on one, the latest is the epoch's. Epochs are named one by one, as
   * slots are in {@link Slots}: of a range the database cannot tell how wide it is before it knows
   * the bounds, and would plan each execution anew.
   */
  static final String ENDED =
      COLUMNS
          + """
          where e.epoch = any (array(
            select generate_series(cast(:from as integer), cast(:below as integer) - 1)))
          order by e.epoch desc, b.slot desc nulls last
          """;

  private static final String OF_EPOCH =
      COLUMNS
          + """
          where e.epoch = :epoch
          order by canonical desc nulls last, e.target_gwei desc, e.tip_input_id
          limit :limit
          """;

  private static final String RUNNING =
      """
      select r.*, b.root, b.slot::text as slot, v.fork_id, CANONICAL as canonical
      from running_epochs r
        left join decoded_blocks b on b.input_id = r.head_input_id
        left join verdicts v on v.input_id = r.head_input_id
      """
          .replace("CANONICAL", BlockRows.CANONICAL);

  private final Chain chain;

  Epochs(Chain chain) {
    this.chain = chain;
  }

  /** A row, and whose end it is. {@code previous} is about the epoch before. */
  record Row(
      long epoch,
      OptionalLong tipInputId,
      EpochEntry entry,
      Optional<Participation> previous,
      List<Integer> proposers) {

    /** Whether the tip is on a chain, as genesis is on all. */
    private boolean on(Lineage.Segments segments) {
      return tipInputId.isEmpty()
          || entry.tip().forkId().stream()
              .anyMatch(fork -> segments.contain(fork, new BigInteger(entry.tip().slot())));
    }
  }

  /** What a request asks for; a page of finalized epochs is the same for ever. */
  Json.Page<List<EpochEntry>> list(Handle handle, Given given) {
    Json.Page<List<EpochEntry>> page =
        list(handle, Branch.Asked.of(given), given.cursor(), given.limit());
    given.settledIf(!page.data().isEmpty() && page.data().stream().allMatch(EpochEntry::settled));
    return page;
  }

  /** Epochs of a chain below {@code before}, the latest first. */
  Json.Page<List<EpochEntry>> list(
      Handle handle, Branch.Asked asked, OptionalLong before, int limit) {
    Network network = chain.network(handle);
    Branch branch = Branch.of(handle, chain, asked);
    long running = branch.epoch(network);
    long below = Math.min(before.orElse(Long.MAX_VALUE), running + 1);
    Optional<Row> now = branch.head() ? running(handle, network) : Optional.empty();
    // One more above tells what became of the first one, one more below whether there is more.
    List<Row> rows = ofChain(handle, network, branch, 0, Math.min(below + 1, running), limit + 2);
    List<EpochEntry> entries = new ArrayList<>();
    now.filter(row -> row.epoch() < below).ifPresent(row -> entries.add(row.entry()));
    Optional<Row> after = now;
    for (Row row : rows) {
      if (row.epoch() < below) {
        entries.add(settled(row, after));
      }
      after = Optional.of(row);
    }
    return Json.Page.of(entries, limit, entry -> String.valueOf(entry.epoch()));
  }

  /**
   * An epoch on every chain that has ended it, canonical first, and on that of the head.
   *
   * @throws ApiException 404 when none has, and the head is not in it
   */
  List<EpochEntry> ofAllChains(Handle handle, long epoch) {
    Network network = chain.network(handle);
    List<EpochEntry> entries = new ArrayList<>();
    Optional<Row> now = running(handle, network);
    now.filter(row -> row.epoch() == epoch).ifPresent(row -> entries.add(row.entry()));
    Map<OptionalLong, Row> after = new HashMap<>();
    List<Row> later = new ArrayList<>(ofEpoch(handle, network, epoch + 1));
    now.filter(row -> row.epoch() == epoch + 1).ifPresent(later::add);
    for (Row row : later) {
      Lineage.Segments chainOfRow = segments(handle, row);
      for (Row before : ofChain(handle, network, chainOfRow, epoch, epoch + 1, 1)) {
        after.putIfAbsent(before.tipInputId(), row);
      }
    }
    for (Row row : ofEpoch(handle, network, epoch)) {
      entries.add(settled(row, Optional.ofNullable(after.get(row.tipInputId()))));
    }
    if (entries.isEmpty()) {
      throw ApiException.notFound("No chain has come to the end of epoch " + epoch + ".");
    }
    return entries;
  }

  /** With the participation that the row after it tells. */
  private static EpochEntry settled(Row row, Optional<Row> after) {
    EpochEntry entry = row.entry();
    Participation participation = entry.participation();
    if (after.isPresent() && after.get().epoch() == row.epoch() + 1) {
      participation = after.get().previous().orElse(participation);
    } else if (after.isPresent()) {
      // In a long gap nothing could be included any more.
      participation = with("final", participation);
    }
    return new EpochEntry(
        entry.epoch(),
        entry.complete(),
        entry.tip(),
        entry.canonical(),
        participation,
        entry.missed(),
        entry.registry(),
        entry.outcome());
  }

  private static Participation with(String state, Participation p) {
    return new Participation(
        state,
        p.activeGwei(),
        p.sourceGwei(),
        p.targetGwei(),
        p.headGwei(),
        p.source(),
        p.target(),
        p.head());
  }

  /** Ended epochs of a chain from {@code from} to below {@code below}, the latest first. */
  List<Row> ofChain(
      Handle handle, Network network, Branch branch, long from, long below, int limit) {
    return ofChain(handle, network, chain.lineage().of(handle, branch), from, below, limit);
  }

  private static List<Row> ofChain(
      Handle handle, Network network, Lineage.Segments segments, long from, long below, int limit) {
    List<Row> found = new ArrayList<>();
    // As many epochs as are wanted; more each time where the chain slept for long.
    long span = limit;
    for (long end = below; end > from && found.size() < limit; end -= span, span *= 4) {
      List<Row> rows =
          handle
              .createQuery(ENDED)
              .bind("from", Math.max(from, end - span))
              .bind("below", end)
              .map((row, context) -> row(row, network, true))
              .list();
      for (Row row : rows) {
        boolean first = found.isEmpty() || found.get(found.size() - 1).epoch() != row.epoch();
        if (first && found.size() < limit && row.on(segments)) {
          found.add(row);
        }
      }
    }
    return found;
  }

  private Lineage.Segments segments(Handle handle, Row row) {
    return row.tipInputId().isEmpty()
        ? Lineage.Segments.NONE
        : chain
            .lineage()
            .of(handle, row.entry().tip().forkId(), new BigInteger(row.entry().tip().slot()));
  }

  private static List<Row> ofEpoch(Handle handle, Network network, long epoch) {
    return handle
        .createQuery(Reader.limited(OF_EPOCH, MOST_CHAINS))
        .bind("epoch", epoch)
        .map((row, context) -> row(row, network, true))
        .list();
  }

  /** The epoch that the head is in; empty before the first block. */
  Optional<Row> running(Handle handle, Network network) {
    return handle.createQuery(RUNNING).map((row, context) -> row(row, network, false)).findOne();
  }

  private static Row row(ResultSet row, Network network, boolean complete) throws SQLException {
    long epoch = row.getLong("epoch");
    long input = row.getLong(complete ? "tip_input_id" : "head_input_id");
    boolean genesis = row.wasNull();
    int fork = row.getInt("fork_id");
    Optional<Integer> forkId = row.wasNull() ? Optional.empty() : Optional.of(fork);
    boolean canonical = row.getBoolean("canonical");
    Optional<Boolean> decided = row.wasNull() ? Optional.empty() : Optional.of(canonical);
    EpochEntry entry =
        new EpochEntry(
            epoch,
            complete,
            genesis
                ? new Tip(network.genesisRoot(), network.genesisSlot(), Optional.of(0))
                : new Tip(Bytes.wrap(row.getBytes("root")), row.getString("slot"), forkId),
            genesis ? Optional.of(true) : decided,
            participation(row, "", "so_far"),
            missed(row, epoch * network.slotsPerEpoch(), complete),
            complete ? Optional.of(registry(row)) : Optional.empty(),
            complete ? Optional.of(outcome(row)) : Optional.empty());
    Optional<Participation> previous =
        row.getString("previous_active_gwei") == null
            ? Optional.empty()
            : Optional.of(participation(row, "previous_", complete ? "final" : "so_far"));
    return new Row(
        epoch,
        genesis ? OptionalLong.empty() : OptionalLong.of(input),
        entry,
        previous,
        complete ? List.of() : integers(row, "proposer_indices"));
  }

  private static Participation participation(ResultSet row, String prefix, String state)
      throws SQLException {
    BigDecimal active = row.getBigDecimal(prefix + "active_gwei");
    BigDecimal source = row.getBigDecimal(prefix + "source_gwei");
    BigDecimal target = row.getBigDecimal(prefix + "target_gwei");
    BigDecimal head = row.getBigDecimal(prefix + "head_gwei");
    return new Participation(
        state,
        active.toPlainString(),
        source.toPlainString(),
        target.toPlainString(),
        head.toPlainString(),
        fraction(source, active),
        fraction(target, active),
        fraction(head, active));
  }

  private static Optional<String> fraction(BigDecimal part, BigDecimal whole) {
    return whole.signum() == 0
        ? Optional.empty()
        : Optional.of(part.divide(whole, FRACTION_DIGITS, RoundingMode.HALF_UP).toPlainString());
  }

  private static List<Missed> missed(ResultSet row, long start, boolean complete)
      throws SQLException {
    List<Integer> slots = integers(row, "missed_slots");
    List<Integer> proposers = integers(row, complete ? "missed_proposers" : "proposer_indices");
    List<Missed> missed = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Integer proposer = proposers.get(complete ? i : slots.get(i));
      missed.add(
          new Missed(start + slots.get(i), Optional.ofNullable(proposer).map(Integer::longValue)));
    }
    return missed;
  }

  private static Registry registry(ResultSet row) throws SQLException {
    return new Registry(
        row.getLong("validator_count"),
        row.getLong("slashed_count"),
        row.getString("balance_gwei"),
        row.getString("lowest_balance_gwei"),
        row.getString("highest_balance_gwei"));
  }

  private static Outcome outcome(ResultSet row) throws SQLException {
    int bits = row.getInt("justification_bits");
    StringBuilder written = new StringBuilder();
    IntStream.range(0, JUSTIFICATION_BITS).forEach(i -> written.append((bits >> i) & 1));
    return new Outcome(
        row.getLong("justified_epoch"),
        row.getLong("finalized_epoch"),
        written.toString(),
        integers(row, "crosslink_ends").stream().map(Integer::longValue).toList());
  }

  private static List<Integer> integers(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : Arrays.asList((Integer[]) array.getArray());
  }
}
