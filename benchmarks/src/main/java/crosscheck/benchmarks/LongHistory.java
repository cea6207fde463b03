package crosscheck.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.db.Database;
import crosscheck.spec.Check;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;

/**
 * A database as the indexer leaves it after a very long run, made in minutes by {@code fill.sql}:
 * the tables have their true shape and size, the blocks decode, and what refers to something finds
 * it. Nothing was judged: hashes are made up.
 */
final class LongHistory {

  /** Slot, parent root and state root, which are different in each block. */
  private static final int HEAD_BYTES = 8 + 32 + 32;

  private static final int GENESIS_VALIDATORS = 64;

  private LongHistory() {}

  /**
   * Fills an empty database.
   *
   * @param blocks slots of the main chain; its last one is about now
   * @param validators whose duties are recorded
   * @param block SSZ of some block, whose body all blocks get
   */
  static void fill(Database database, Spec spec, long blocks, int validators, Bytes block)
      throws JsonProcessingException {
    Clock clock = Clock.systemUTC();
    long secondsPerSlot = spec.config().uint64("SECONDS_PER_SLOT");
    long genesisTime = clock.instant().getEpochSecond() - (blocks + 1) * secondsPerSlot;
    State genesis = spec.mockedGenesis(GENESIS_VALIDATORS, genesisTime);
    String config = new ObjectMapper().writeValueAsString(spec.config().values());
    database
        .jdbi()
        .useHandle(
            handle -> {
              network(handle, spec, genesis, config, clock);
              handle.execute(
                  """
                  create unlogged table reads_parameters as
                  select cast(? as bigint) as blocks, cast(? as bigint) as validators,
                    cast(? as bigint) as genesis_time, cast(? as bigint) as seconds_per_slot,
                    cast(? as bigint) as slots_per_epoch, cast(? as text[]) as checks,
                    cast(? as bytea) as tail
                  """,
                  blocks,
                  validators,
                  genesisTime,
                  secondsPerSlot,
                  spec.config().uint64("SLOTS_PER_EPOCH"),
                  spec.checks().stream().map(Check::id).toArray(String[]::new),
                  block.slice(HEAD_BYTES).toArray());
              handle.createScript(script()).execute();
              handle.execute("drop table reads_parameters");
              handle.execute("vacuum analyze");
              handle.execute("checkpoint");
            });
  }

  private static void network(Handle handle, Spec spec, State genesis, String config, Clock clock) {
    handle.execute(
        """
        insert into networks (config_name, config, spec_version, genesis_time, genesis_slot,
          genesis_root, genesis_state_root, genesis_state_ssz, created_at)
        values (?, cast(? as jsonb), ?, ?, 0, ?, ?, ?, ?)
        """,
        spec.config().name(),
        config,
        spec.version(),
        BigDecimal.valueOf(genesis.genesisTime()),
        spec.root(spec.genesisBlock(genesis)).toArray(),
        spec.hash(genesis).toArray(),
        spec.ssz().encode(genesis).toArray(),
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  private static String script() {
    try (InputStream sql = LongHistory.class.getResourceAsStream("fill.sql")) {
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
