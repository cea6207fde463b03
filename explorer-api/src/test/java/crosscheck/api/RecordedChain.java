package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import crosscheck.spec.Block;
import crosscheck.spec.Check;
import crosscheck.spec.Spec;
import crosscheck.ssz.SszException;
import crosscheck.testing.Data;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * One of the reference chains, put into the tables as the manual of the database says, with the
 * verdicts that its {@code index.json} expects: what the explorer reads, without the writer. The
 * clock is moved, so that its last slot can be now.
 */
final class RecordedChain {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Jdbi jdbi;
  private final Spec spec;
  private final Path folder;
  private final JsonNode index;
  private final long genesisTime;
  private final Map<String, Check> checks = new HashMap<>();
  private int added;
  private long imports;
  private String head = "";
  private JsonNode justified;
  private JsonNode finalized;

  /**
   * @param name folder in {@code chains}; the test is skipped where it is absent
   * @param genesisTime Unix time of slot 0 in the database, instead of that of the chain
   */
  RecordedChain(Jdbi jdbi, Spec spec, String name, long genesisTime) {
    this.jdbi = jdbi;
    this.spec = spec;
    this.folder = Data.require("chains/" + name);
    this.genesisTime = genesisTime;
    try {
      this.index = JSON.readTree(folder.resolve("index.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Check check : spec.checks()) {
      checks.put(check.function() + check.assertion().orElse(0), check);
    }
    this.justified = checkpoint(index.get("genesis"));
    this.finalized = justified;
    jdbi.useTransaction(this::begin);
  }

  /** Entries of the chain that are not in the database yet. */
  int left() {
    return index.get("blocks").size() - added;
  }

  /** The entry that comes next, from {@code index.json}. */
  JsonNode next() {
    return index.get("blocks").get(added);
  }

  /** All entries of {@code index.json}. */
  JsonNode entries() {
    return index.get("blocks");
  }

  /** Puts in the next {@code count} entries, each in a transaction of its own. */
  RecordedChain add(int count) {
    for (int i = 0; i < count; i++) {
      jdbi.useTransaction(handle -> add(handle, next()));
      added++;
    }
    return this;
  }

  RecordedChain addAll() {
    return add(left());
  }

  private void begin(Handle handle) {
    JsonNode genesis = index.get("genesis");
    handle
        .createUpdate(
            """
            insert into networks (config_name, config, spec_version, genesis_time, genesis_slot,
                                  genesis_root, genesis_state_root, genesis_state_ssz, created_at)
            values (:config_name, cast(:config as jsonb), :version, :time, 0, :root, :state, :ssz,
                    :at)
            """)
        .bind("config_name", spec.config().name())
        .bind("config", Json.text(spec.config().values()))
        .bind("version", spec.version())
        .bind("time", BigDecimal.valueOf(genesisTime))
        .bind("root", bytes(genesis.get("block_root")))
        .bind("state", bytes(genesis.get("state_root")))
        .bind("ssz", read("genesis.ssz"))
        .bind("at", time(0))
        .execute();
    handle.execute(
        "insert into sources (name) values (?)", "directory:" + folder.getFileName() + "/blocks");
    putHead(handle, 0, bytes(genesis.get("block_root")), checkpoint(genesis), checkpoint(genesis));
  }

  private static JsonNode checkpoint(JsonNode genesis) {
    return JSON.createObjectNode().put("epoch", 0).set("root", genesis.get("block_root"));
  }

  private void add(Handle handle, JsonNode entry) {
    byte[] ssz = read(entry.get("file").asText());
    Timestamp at = time(entryTime(entry));
    long input =
        handle
            .createQuery(
                """
                insert into inputs (ssz, received_at, observed_at, source_id)
                select :ssz, :at, :at, id from sources
                returning id
                """)
            .bind("ssz", ssz)
            .bind("at", at)
            .mapTo(Long.class)
            .one();
    try {
      putBlock(handle, input, spec.decodeBlock(Bytes.wrap(ssz)));
    } catch (SszException e) {
      if (!entry.get("verdict").asText().equals("malformed")) {
        throw new IllegalStateException(entry.get("file").asText(), e);
      }
    }
    putVerdict(handle, input, entry, at);
    if (entry.hasNonNull("head")) {
      String now = entry.get("head").asText();
      boolean moved =
          !now.equals(head)
              || !entry.get("store_justified").equals(justified)
              || !entry.get("store_finalized").equals(finalized);
      if (moved) {
        head = now;
        justified = entry.get("store_justified");
        finalized = entry.get("store_finalized");
        putHead(
            handle,
            imports,
            bytes(entry.get("head")),
            entry.get("store_justified"),
            entry.get("store_finalized"));
        putEvent(handle, "head_changed", input, Map.of(), at);
      }
    }
    handle.execute("select pg_notify('crosscheck_events', (select max(id)::text from events))");
  }

  private void putBlock(Handle handle, long input, Block block) {
    JsonNode body = JSON.valueToTree(spec.ssz().toPlain(block)).get("body");
    handle
        .createUpdate(
            """
            insert into decoded_blocks (input_id, root, hash, slot, parent_root,
              graffiti_id, proposer_slashing_count, attester_slashing_count, attestation_count,
              deposit_count, voluntary_exit_count, transfer_count)
            values (:input, :root, :hash, :slot, :parent, graffiti_id(:graffiti), :ps,
              :as, :at, :de, :ve, :tr)
            """)
        .bind("input", input)
        .bind("root", spec.root(block).toArray())
        .bind("hash", spec.hash(block).toArray())
        .bind("slot", new BigDecimal(Long.toUnsignedString(block.slot())))
        .bind("parent", block.parentRoot().toArray())
        .bind("graffiti", bytes(body.get("graffiti")))
        .bind("ps", body.get("proposer_slashings").size())
        .bind("as", body.get("attester_slashings").size())
        .bind("at", body.get("attestations").size())
        .bind("de", body.get("deposits").size())
        .bind("ve", body.get("voluntary_exits").size())
        .bind("tr", body.get("transfers").size())
        .execute();
  }

  private void putVerdict(Handle handle, long input, JsonNode entry, Timestamp at) {
    String verdict = entry.get("verdict").asText();
    boolean waits = verdict.equals("unknown_parent") || verdict.equals("future");
    if (waits) {
      handle.execute(
          "insert into verdicts (input_id, status, waiting_for) values (?, 'unjudged', ?)",
          input,
          verdict.equals("future") ? "slot" : "parent");
      putEvent(
          handle,
          "block_waiting",
          input,
          Map.of(
              "root", entry.get("root").asText(),
              "slot", entry.get("slot").asText(),
              "waiting_for", verdict.equals("future") ? "slot" : "parent"),
          at);
      return;
    }
    imports++;
    JsonNode failure = entry.get("failure");
    JsonNode refusal = entry.get("fork_choice");
    // Of a valid block that fork choice refuses the index has no checkpoints of the post-state.
    boolean valid = verdict.equals("valid");
    JsonNode post = entry.path("post");
    JsonNode justifiedThen = valid ? post.path("justified") : MissingNode.getInstance();
    JsonNode finalizedThen = valid ? post.path("finalized") : MissingNode.getInstance();
    if (valid && justifiedThen.isMissingNode()) {
      justifiedThen = justified;
      finalizedThen = finalized;
    }
    handle
        .createUpdate(
            """
            insert into verdicts (input_id, status, import_order, judged_at, judging_micros,
              attempt_count, failure_function, failure_assertion, failure_check,
              failure_message, failure_path, fork_choice_function, fork_choice_assertion,
              fork_choice_check, fork_choice_message, fork_choice_path, justified_id,
              finalized_id, proposer_index, off_chain)
            values (:input, :status::verdict_status, :order, :at, 2345, 1, :function, :assertion, :check,
              :message, string_to_array(:path, ' '), :r_function, :r_assertion, :r_check,
              :r_message, string_to_array(:r_path, ' '), :justified, :finalized, :proposer, :off)
            """)
        .bind("input", input)
        .bind("status", verdict)
        .bind("order", imports)
        .bind("at", at)
        .bindMap(failureColumns("", failure, "process_block attestations[0]"))
        .bindMap(failureColumns("r_", refusal, "on_block"))
        .bind(
            "proposer",
            entry.hasNonNull("proposer_index") ? entry.get("proposer_index").asLong() : null)
        .bind("off", verdict.equals("invalid"))
        .bind("justified", checkpointId(handle, justifiedThen))
        .bind("finalized", checkpointId(handle, finalizedThen))
        .execute();
    putTotals(handle, input);
    putEvent(handle, "block_judged", input, Map.of(), at);
  }

  private static void putTotals(Handle handle, long input) {
    handle.execute(
        """
        insert into verdict_counts as c
        select status, 1 from verdicts where input_id = ?
        on conflict (status) do update set input_count = c.input_count + 1
        """,
        input);
    handle.execute(
        """
        insert into check_failures as f
        select failed, count(*), max(input_id)
        from (
          select failure_check as failed, input_id from verdicts
          union all
          select fork_choice_check, input_id from verdicts) failures
        where input_id = ? and failed is not null
        group by failed
        on conflict (check_name) do update
        set input_count = f.input_count + excluded.input_count, latest_input_id = excluded.latest_input_id
        """,
        input);
  }

  private Map<String, Object> failureColumns(String prefix, JsonNode failure, String path) {
    Map<String, Object> columns = new HashMap<>();
    boolean none = failure == null || failure.isNull();
    String function = none ? null : failure.get("function").asText();
    Integer assertion =
        none || failure.get("assertion").isNull() ? null : failure.get("assertion").asInt();
    Check check = none ? null : checks.get(function + (assertion == null ? 0 : assertion));
    columns.put(prefix + "function", function);
    columns.put(prefix + "assertion", assertion);
    columns.put(prefix + "check", none ? null : check == null ? "UINT64_OVERFLOW" : check.id());
    columns.put(prefix + "message", none ? null : check == null ? "overflow" : check.wording());
    columns.put(prefix + "path", none ? null : path);
    return columns;
  }

  private static void putHead(
      Handle handle, long order, byte[] root, JsonNode justified, JsonNode finalized) {
    handle.execute(
        """
        insert into head_changes
        values (?, (select b.input_id from blocks b join verdicts v on v.input_id = b.input_id
                    where b.root = ? and v.status = 'valid'), ?, ?)
        """,
        order,
        root,
        checkpointId(handle, justified),
        checkpointId(handle, finalized));
  }

  private static Integer checkpointId(Handle handle, JsonNode checkpoint) {
    if (checkpoint.isMissingNode()) {
      return null;
    }
    BigDecimal epoch = new BigDecimal(checkpoint.get("epoch").asText());
    byte[] root = bytes(checkpoint.get("root"));
    handle.execute(
        "insert into checkpoints (epoch, root) values (?, ?) on conflict do nothing", epoch, root);
    return handle
        .select("select id from checkpoints where epoch = ? and root = ?", epoch, root)
        .mapTo(Integer.class)
        .one();
  }

  private static void putEvent(
      Handle handle, String type, long input, Map<String, String> payload, Timestamp at) {
    handle.execute(
        "insert into event_log (happened_at, type, input_id, payload)"
            + " values (?, ?::event_type, ?, ?::jsonb)",
        at,
        type,
        input,
        payload.isEmpty() ? null : Json.text(payload));
  }

  private byte[] read(String file) {
    try {
      return Files.readAllBytes(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long entryTime(JsonNode entry) {
    long chainGenesis = index.at("/genesis/genesis_time").asLong();
    long seconds = entry.hasNonNull("time") ? entry.get("time").asLong() - chainGenesis : -1;
    return seconds >= 0 ? seconds : 6 * entry.path("derived_from_slot").asLong();
  }

  private Timestamp time(long secondsSinceGenesis) {
    return Timestamp.from(Instant.ofEpochSecond(genesisTime + secondsSinceGenesis, 400_000_000));
  }

  private static byte[] bytes(JsonNode hex) {
    return Bytes.fromHexString(hex.asText()).toArray();
  }
}
