package crosscheck.api;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.db.Database;
import crosscheck.db.TestDatabase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where there are many blocks, no filter of the list looks at all of them. */
@Timeout(300)
class FilterPlansTest {

  /** Enough for the planner to see that reading a table through is dear. */
  private static final int BLOCKS = 60_000;

  private static final BlockFilter ALL =
      new BlockFilter(
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          50);

  private static final List<String> MANY =
      List.of(
          """
          insert into networks values (1, 'minimal', '{"SECONDS_PER_SLOT": "6",
            "SLOTS_PER_EPOCH": "8"}', 'v0.8.3', 0, 0, sha256('g'), sha256('s'), '', now())
          """,
          "insert into sources (name) values ('s')",
          "insert into nodes (name) values ('often'), ('seldom')",
          "insert into checkpoints (epoch, root) values (0, sha256('g'))",
          """
          insert into inputs (ssz, received_at, observed_at, source_id, node_id)
          select sha256(int4send(n)) || sha256(int4send(n)) || int8send(n), now(), now(), 1, case when n %% 5000 = 0 then 2 else 1 end
          from generate_series(1, %d) n
          """,
          """
          insert into further_observations (input_id, observed_at, source_id, node_id)
          select n, now(), 1, 1
          from generate_series(1, %d) n
          """,
          """
          insert into decoded_blocks (input_id, proposer_slashing_count, attester_slashing_count,
            attestation_count, deposit_count, voluntary_exit_count, transfer_count, slot,
            root, hash, parent_root, graffiti_id)
          select n, 0, 0, 1, 0, 0, 0, n, sha256(int4send(n)), sha256(int4send(n)),
            sha256(int4send(n - 1)),
            graffiti_id(convert_to(case when n %% 6000 = 0 then 'rare ' || n else 'usual' end,
              'utf8'))
          from generate_series(1, %d) n
          """,
          """
          insert into verdicts (input_id, import_order, judged_at, status, justified_id,
            finalized_id, failure_function, failure_check, failure_message, proposer_index,
            fork_id, off_chain)
          select n, n, now(),
            (case when n %% 6000 = 0 then 'invalid' else 'valid' end)::verdict_status,
            case when n %% 6000 = 0 then null else 1 end,
            case when n %% 6000 = 0 then null else 1 end,
            case when n %% 6000 = 0 then 'process_randao' end,
            case when n %% 6000 = 0 then 'RANDAO_REVEAL' end,
            case when n %% 6000 = 0 then 'no' end,
            n %% 10000, case when n %% 6000 = 0 then null else 0 end, n %% 6000 = 0
          from generate_series(1, %d) n
          """,
          """
          insert into checkpoints (epoch, root)
          select 7375, root from decoded_blocks where slot = 59000
          """,
          """
          insert into head_changes (import_order, head_input_id, justified_id, finalized_id)
          values (0, %d, 2, 2)
          """,
          """
          insert into event_log (happened_at, input_id, type)
          select now(), n, (case when n %% 20000 = 0 then 'reorg' else 'block_judged' end)::event_type
          from generate_series(1, %d) n
          """);

  private static Database database;
  private static final BlockList LIST = new BlockList(Explorer.SPEC, new BlockRows(Explorer.SPEC));

  @BeforeAll
  static void fill() {
    database = TestDatabase.create();
    database
        .jdbi()
        .useHandle(
            handle -> {
              for (String sql : MANY) {
                handle.execute(sql.formatted(BLOCKS));
              }
              handle.execute("vacuum analyze");
            });
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void findsRareBlocksByIndexWhereverTheyAre() {
    assertFew("canonical=false", f -> with(f, null, null, null, Optional.of(false), null), 10);
    assertFew("canonical=undecided", f -> with(f, null, null, null, Optional.empty(), null), 51);
    assertFew("proposer", f -> with(f, 7L, null, null, null, null), 6);
    assertFew("graffiti", f -> with(f, null, "rare", null, null, null), 10);
    assertFew("node", f -> with(f, null, null, "seldom", null, null), 12);
    assertFew("check", f -> with(f, null, null, null, null, "RANDAO_REVEAL"), 10);
  }

  @Test
  void findsFrequentBlocksWithoutLookingAtAllOfThem() {
    assertFew("all", f -> f, 51);
    assertFew("canonical=true", f -> with(f, null, null, null, Optional.of(true), null), 51);
    assertFew("graffiti", f -> with(f, null, "usual", null, null, null), 51);
    assertFew("node", f -> with(f, null, null, "often", null, null), 51);
  }

  @Test
  void goesOnFromACursorByIndex() {
    for (Optional<Boolean> canonical : List.of(Optional.of(true), Optional.of(false))) {
      BlockFilter filter = with(ALL, null, null, null, canonical, null);
      assertFew("cursor", f -> before(filter, 30_000), canonical.get() ? 51 : 4);
    }
  }

  @Test
  void findsSlotsByIndex() {
    BlockFilter slots =
        new BlockFilter(
            Set.of(),
            Optional.of(BigInteger.valueOf(100)),
            Optional.of(BigInteger.valueOf(120)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            50);
    assertFew("slots", f -> slots, 21);
  }

  /** The plan reads no table of blocks through, and few rows are looked at. */
  private static void assertFew(String name, UnaryOperator<BlockFilter> change, int expectedRows) {
    BlockFilter filter = change.apply(ALL);
    String plan =
        database
            .jdbi()
            .withHandle(
                handle ->
                    String.join(
                        "\n",
                        bound(
                                handle,
                                "explain (analyze, timing off) " + LIST.sql(handle, filter),
                                filter)
                            .mapTo(String.class)
                            .list()));
    assertThat(plan)
        .as(name)
        .doesNotContain("Seq Scan on decoded_blocks")
        .doesNotContain("Seq Scan on final_verdicts")
        .doesNotContain("Seq Scan on inputs")
        .doesNotContain("Seq Scan on further_observations");
    int looked = lookedAtInVain(plan);
    assertThat(looked).as(name + " looks at rows in vain\n" + plan).isLessThan(BLOCKS / 20);
    int rows =
        database
            .jdbi()
            .withHandle(handle -> bound(handle, LIST.sql(handle, filter), filter).mapToMap().list())
            .size();
    assertThat(rows).as(name).isEqualTo(expectedRows);
  }

  private static int lookedAtInVain(String plan) {
    Matcher removed = Pattern.compile("Rows Removed by \\w+( \\w+)?: (\\d+)").matcher(plan);
    return removed.results().mapToInt(found -> Integer.parseInt(found.group(2))).sum();
  }

  @Test
  void findsRareEventsByTypeAndCommonOnesById() {
    Events.Filter latest = new Events.Filter(Set.of(), true, OptionalLong.of(BLOCKS), 50);
    String rare = plan(Events.sql(false, true, latest), "rare", "reorg");
    assertThat(rare).contains("event_log_type");
    assertThat(lookedAtInVain(rare)).as(rare).isLessThan(10);
    String common = plan(Events.sql(true, false, latest), "common", "block_judged");
    assertThat(common).doesNotContain("Seq Scan on event_log");
    assertThat(lookedAtInVain(common)).as(common).isLessThan(BLOCKS / 20);
  }

  private static String plan(String sql, String types, String type) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                String.join(
                    "\n",
                    handle
                        .createQuery("explain (analyze, timing off) " + sql)
                        .bindArray(types, String.class, type)
                        .bind("before", BLOCKS)
                        .bind("limit", 51)
                        .mapTo(String.class)
                        .list()));
  }

  private static Query bound(Handle handle, String sql, BlockFilter filter) {
    Query query = handle.createQuery(sql);
    filter.fromSlot().ifPresent(slot -> query.bind("from_slot", new BigDecimal(slot)));
    filter.toSlot().ifPresent(slot -> query.bind("to_slot", new BigDecimal(slot)));
    filter.proposer().ifPresent(index -> query.bind("proposer", index));
    filter.graffiti().ifPresent(text -> Graffiti.bind(query, sql, text));
    filter.check().ifPresent(check -> query.bind("check", check));
    filter.before().ifPresent(id -> query.bind("before", id));
    return query.bind("limit", filter.limit() + 1);
  }

  private static BlockFilter before(BlockFilter f, long id) {
    return new BlockFilter(
        f.verdicts(),
        f.fromSlot(),
        f.toSlot(),
        f.proposer(),
        f.graffiti(),
        f.check(),
        f.fork(),
        f.canonical(),
        f.node(),
        OptionalLong.of(id),
        f.limit());
  }

  private static BlockFilter with(
      BlockFilter f,
      Long proposer,
      String graffiti,
      String node,
      Optional<Boolean> canonical,
      String check) {
    return new BlockFilter(
        f.verdicts(),
        f.fromSlot(),
        f.toSlot(),
        Optional.ofNullable(proposer),
        Optional.ofNullable(graffiti),
        Optional.ofNullable(check),
        f.fork(),
        Optional.ofNullable(canonical),
        Optional.ofNullable(node),
        f.before(),
        f.limit());
  }
}
