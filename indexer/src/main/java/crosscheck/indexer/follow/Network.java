package crosscheck.indexer.follow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.db.DatabaseException;
import crosscheck.spec.Block;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.time.Clock;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/** What the database is about: a database serves one network and one spec version. */
public record Network(Spec spec, State genesis, Bytes32 stateRoot, Bytes32 genesisRoot) {

  public static Network of(Spec spec, State genesis) {
    Block block = spec.genesisBlock(genesis);
    return new Network(spec, genesis, spec.hash(genesis), spec.root(block));
  }

  private record Stored(
      String configName, Map<String, String> config, String specVersion, Bytes32 stateRoot) {}

  /**
   * Writes this network into a new database, with the first of its heads; in a used one, compares.
   *
   * @throws DatabaseException when the database is about another network or spec version
   */
  public void claim(Handle handle, Clock clock) {
    handle
        .createQuery(Sql.named("network"))
        .map(
            (row, context) ->
                new Stored(
                    row.getString("config_name"),
                    config(row.getString("config")),
                    row.getString("spec_version"),
                    Bytes32.wrap(row.getBytes("genesis_state_root"))))
        .findOne()
        .ifPresentOrElse(this::requireSame, () -> insert(handle, clock));
  }

  private void requireSame(Stored stored) {
    if (!stored.stateRoot().equals(stateRoot)) {
      throw another("genesis state " + stored.stateRoot(), "genesis state " + stateRoot);
    }
    if (!stored.config().equals(spec.config().values())) {
      throw another(
          "a configuration (" + stored.configName() + ") with other constants",
          "configuration " + spec.config().name());
    }
    if (!stored.specVersion().equals(spec.version())) {
      throw another("spec " + stored.specVersion(), "spec " + spec.version());
    }
  }

  private static DatabaseException another(String theirs, String ours) {
    return new DatabaseException(
        "this database was begun with %s, and now it is asked to go on with %s; use another database"
            .formatted(theirs, ours));
  }

  private void insert(Handle handle, Clock clock) {
    handle
        .createUpdate(Sql.named("insert_network"))
        .bind("config_name", spec.config().name())
        .bind("config", Columns.json(spec.config().values()))
        .bind("spec_version", spec.version())
        .bind("genesis_time", Columns.unsigned(genesis.genesisTime()))
        .bind("genesis_slot", Columns.unsigned(genesis.slot()))
        .bind("genesis_root", genesisRoot.toArrayUnsafe())
        .bind("genesis_state_root", stateRoot.toArrayUnsafe())
        .bind("genesis_state_ssz", spec.ssz().encode(genesis).toArrayUnsafe())
        .bind("created_at", Columns.at(clock.instant()))
        .execute();
  }

  private static Map<String, String> config(String json) {
    try {
      return new ObjectMapper().readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("networks.config", e);
    }
  }
}
