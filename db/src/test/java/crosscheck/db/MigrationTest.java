package crosscheck.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A database that an older Crosscheck has filled says the same after it was brought up to date. */
final class MigrationTest {

  private static final String STANDING =
      """
      select concat_ws(' ', slot, coalesce(proposer_index::text, 'nobody'),
        coalesce(fork_id::text, 'none'), coalesce(canonical::text, 'undecided'), epoch,
        state_root = sha256(int4send(slot::integer)))
      from blocks
      order by input_id
      """;

  private static final String SEEN =
      """
      select concat_ws(' ', input_id, source_id, observed_at - min(observed_at) over ())
      from observations
      order by input_id, observed_at
      """;

  private static final String GRAFFITI =
      """
      select encode(graffiti, 'hex')
      from blocks
      order by input_id
      """;

  /** A pair of blocks is told from others by their ids. */
  private static final String TOLD_PAIRS =
      """
      select o.id::text
      from offences o, blocks a, blocks b
      where a.slot = 3 and b.slot = 4 and first_data = substring(a.root from 1 for 16)
        and second_data = substring(b.root from 1 for 16)
      """;

  /** Four blocks of a fork, the first of them final; an invalid one, and one that waits. */
  private static final List<String> SINCE_VERSION_12 =
      List.of(
          """
          insert into networks values (1, 'minimal', '{"SLOTS_PER_EPOCH": "8"}', 'v0.8.3', 0, 0, sha256('g'),
            sha256('s'), '', now())
          """,
          """
          insert into inputs (ssz, received_at) select int8send(n) || sha256(int4send(n - 1)) || sha256(int4send(n)), now()
          from generate_series(1, 6) n
          """,
          "insert into sources (name) values ('first'), ('second')",
          """
          insert into observations (input_id, observed_at, source_id)
          select n, now() + s * interval '1 s', s
          from generate_series(1, 6) n cross join generate_series(1, 2) s
          order by s desc
          """,
          """
          insert into blocks (input_id, proposer_index, fork_id, proposer_slashing_count,
            attester_slashing_count, attestation_count, deposit_count, voluntary_exit_count,
            transfer_count, canonical, slot, epoch, root, hash, parent_root, state_root, graffiti)
          select n, case when n < 6 then 10 + n end, case when n < 5 then 0 end, 0, 0, 0, 0, 0, 0,
            case when n = 1 then true when n = 5 then false end, n, 0, sha256(int4send(n)),
            sha256(int4send(n)), sha256(int4send(n - 1)), sha256(int4send(n)), (array['', 'Abc', 'Abc', '\\xc3a4', '\\xff', '']::bytea[])[n]
          from generate_series(1, 6) n
          """,
          "insert into checkpoints (epoch, root) values (1, sha256(int4send(1)))",
          """
          insert into verdicts (input_id, import_order, judged_at, status, justified_id,
            finalized_id, failure_function, failure_message, waiting_for)
          select n, case when n < 6 then n end, case when n < 6 then now() end,
            (case when n < 5 then 'valid' when n = 5 then 'invalid' else 'unjudged' end)
              ::verdict_status,
            case when n < 5 then 1 end, case when n < 5 then 1 end,
            case when n = 5 then 'process_randao' end, case when n = 5 then 'no' end,
            case when n = 6 then 'parent' end
          from generate_series(1, 6) n
          """,
          "insert into head_changes values (4, 4, 1, 1)",
          """
          insert into offences (kind, found_at, epoch, validator_indices, first_input_id,
            second_input_id, operation_ssz, checked_root)
          values ('double_proposal', now(), 0, '{14}', 3, 4, 'op', sha256(int4send(4)))
          """);

  @Test
  void keepsWhereBlocksStood() {
    String url = TestDatabase.createEmptyUrl();
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:db/migrations")
        .target("12")
        .load()
        .migrate();
    Jdbi old = Jdbi.create(url);
    old.useHandle(handle -> SINCE_VERSION_12.forEach(handle::execute));
    List<String> before = rows(old, STANDING);
    List<String> seenBefore = rows(old, SEEN);
    List<String> graffitiBefore = rows(old, GRAFFITI);
    assertThat(seenBefore).hasSize(12).startsWith("1 1 00:00:00", "1 2 00:00:01");
    assertThat(before)
        .containsExactly(
            "1 11 0 true 0 t",
            "2 12 0 undecided 0 t",
            "3 13 0 undecided 0 t",
            "4 14 0 undecided 0 t",
            "5 15 none false 0 t",
            "6 nobody none undecided 0 t");
    try (Database database = Database.external(url)) {
      assertThat(rows(database.jdbi(), STANDING)).isEqualTo(before);
      assertThat(rows(database.jdbi(), SEEN)).isEqualTo(seenBefore);
      assertThat(rows(database.jdbi(), GRAFFITI)).isEqualTo(graffitiBefore);
      assertThat(rows(database.jdbi(), "select folded from graffiti order by id"))
          .containsExactlyInAnyOrder("abc", "ä", "\\377");
      assertThat(rows(database.jdbi(), "select source_id::text from further_observations"))
          .containsExactly("2", "2", "2", "2", "2", "2");
      assertThat(rows(database.jdbi(), "select input_id::text from open_verdicts"))
          .containsExactly("6");
      assertThat(rows(database.jdbi(), TOLD_PAIRS)).hasSize(1);
    }
  }

  private static List<String> rows(Jdbi jdbi, String query) {
    return jdbi.withHandle(handle -> handle.createQuery(query).mapTo(String.class).list());
  }
}
