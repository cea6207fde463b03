package crosscheck.cli;

import crosscheck.replay.History;
import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.replay.Verdict;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.Config;
import crosscheck.spec.Failure;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.ssz.Sha256;
import crosscheck.testnet.BlockListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Writes a run of the test network as a recorded chain: {@code genesis.ssz}, the blocks in the
 * order in which they were seen, and {@code index.json} with our own verdict and reason for each,
 * so that any implementation can judge the same blocks. {@code crosscheck verify --chain} reads it.
 * Safe for use by many threads.
 */
final class ChainFolder implements BlockListener, AutoCloseable {

  private static final String BLOCKS = "blocks";

  /** Post-states in memory; others are made again from the files. */
  private static final int STATES_HELD = 256;

  private final Path folder;
  private final Spec spec;
  private final Map<String, Object> index = new LinkedHashMap<>();
  private final List<Map<String, Object>> entries = new ArrayList<>();
  private final Replay replay;
  private final Map<Bytes32, Path> valid = new HashMap<>();
  private final Set<Bytes32> done = new HashSet<>();
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
  private boolean closed;

  /** Blocks judged valid, from their files. */
  private final class JudgedFiles implements History {
    @Override
    public Optional<Bytes> block(Bytes32 root) {
      return Optional.ofNullable(valid.get(root)).map(InputFile::bytes);
    }

    @Override
    public Optional<State> snapshot(Bytes32 root) {
      return Optional.empty();
    }
  }

  /**
   * Begins a recording.
   *
   * @param folder new, or empty
   * @throws UsageException when it cannot be written
   */
  ChainFolder(Path folder, Spec spec, State genesis, long seed) {
    this.folder = folder;
    this.spec = spec;
    requireEmpty(folder);
    try {
      Files.createDirectories(folder.resolve(BLOCKS));
    } catch (IOException e) {
      throw new UsageException("--out: cannot make %s: %s".formatted(folder, InputFile.why(e)), e);
    }
    write(folder.resolve("genesis.ssz"), spec.ssz().encode(genesis));
    describe(genesis, seed);
    this.replay =
        new Replay(
            spec,
            genesis,
            ReplaySettings.defaults().withThreads(1).withMostStates(STATES_HELD),
            new JudgedFiles());
  }

  private static void requireEmpty(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException("--out: " + folder + " is not a folder");
    }
    if (Files.isDirectory(folder)) {
      try (Stream<Path> list = Files.list(folder)) {
        if (list.findAny().isPresent()) {
          throw new UsageException("--out: " + folder + " is not empty: name a new folder");
        }
      } catch (IOException e) {
        throw new UsageException("--out: cannot read " + folder + ": " + InputFile.why(e), e);
      }
    }
  }

  private void describe(State genesis, long seed) {
    Config config = spec.config();
    boolean preset = List.of(Config.minimal(), Config.mainnet()).contains(config);
    index.put("config", preset ? config.name() : "custom");
    if (!preset) {
      StringBuilder yaml = new StringBuilder();
      config.values().forEach((key, value) -> yaml.append(key + ": " + value + "\n"));
      Path file = folder.resolve("config.yaml");
      write(file, Bytes.wrap(yaml.toString().getBytes(StandardCharsets.UTF_8)));
      index.put("config_file", "config.yaml");
    }
    index.put("spec_version", spec.version());
    index.put("seed", seed);
    Map<String, Object> start = new LinkedHashMap<>();
    index.put("genesis", start);
    start.put("file", "genesis.ssz");
    start.put("genesis_time", genesis.genesisTime());
    start.put("block_root", spec.root(spec.genesisBlock(genesis)).toHexString());
    start.put("state_root", spec.hash(genesis).toHexString());
  }

  /** Records a block when it is seen for the first time, or when its time has come. */
  @Override
  public synchronized void onBlock(String node, Bytes ssz, long unixTimeMillis) {
    Bytes32 sha256 = Sha256.hash(ssz);
    if (closed || done.contains(sha256)) {
      return;
    }
    long time = Math.floorDiv(unixTimeMillis, 1_000L);
    Judgement judgement = replay.judge(ssz, OptionalLong.of(time));
    if (judgement.verdict() != Verdict.FUTURE) {
      done.add(sha256);
    }
    int n = entries.size();
    String name = "%04d_%s.ssz".formatted(n, shortName(judgement, sha256));
    Path file = folder.resolve(BLOCKS).resolve(name);
    write(file, ssz);
    if (judgement.verdict() == Verdict.VALID) {
      valid.putIfAbsent(judgement.root().orElseThrow(), file);
    }
    counts.merge(judgement.verdict(), 1, Integer::sum);
    Map<String, Object> entry = new LinkedHashMap<>();
    entries.add(entry);
    entry.put("n", n);
    entry.put("file", BLOCKS + "/" + name);
    entry.put("bytes", ssz.size());
    entry.put("sha256", sha256.toUnprefixedHexString());
    entry.put("node", node);
    entry.put("time", time);
    judged(entry, judgement);
  }

  private static String shortName(Judgement judgement, Bytes32 sha256) {
    return judgement
        .block()
        .map(
            block -> {
              String root = judgement.root().orElseThrow().toUnprefixedHexString();
              return Long.toUnsignedString(block.slot()) + "_" + root.substring(0, 8);
            })
        .orElse("x" + sha256.toUnprefixedHexString().substring(0, 8));
  }

  private void judged(Map<String, Object> entry, Judgement judgement) {
    judgement
        .block()
        .ifPresentOrElse(
            block -> {
              entry.put("slot", block.slot());
              entry.put("root", judgement.root().orElseThrow().toHexString());
              entry.put("parent_root", block.parentRoot().toHexString());
              entry.put("state_root", block.stateRoot().toHexString());
            },
            () -> {
              entry.put("slot", null);
              entry.put("root", null);
            });
    judgement.proposerIndex().ifPresent(proposer -> entry.put("proposer_index", proposer));
    entry.put("verdict", judgement.verdict().word());
    entry.put("failure", failure(judgement.failure()));
    entry.put("fork_choice", failure(judgement.forkChoice()));
    judgement.post().ifPresent(post -> entry.put("post", post(post)));
    entry.put("head", judgement.head().toHexString());
    entry.put("store_justified", checkpoint(judgement.storeJustified()));
    entry.put("store_finalized", checkpoint(judgement.storeFinalized()));
  }

  private static Object failure(Optional<Failure> failure) {
    return failure.map(ChainFolder::shown).orElse(null);
  }

  private static Map<String, Object> shown(Failure failure) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("function", failure.function());
    shown.put("assertion", failure.assertion().isPresent() ? failure.assertion().getAsInt() : null);
    shown.put("check", failure.check());
    shown.put("reason", Wording.of(failure));
    return shown;
  }

  private Map<String, Object> post(State post) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("state_root", spec.hash(post).toHexString());
    shown.put("previous_justified", checkpoint(post.previousJustifiedCheckpoint()));
    shown.put("justified", checkpoint(post.currentJustifiedCheckpoint()));
    shown.put("finalized", checkpoint(post.finalizedCheckpoint()));
    return shown;
  }

  private static Map<String, Object> checkpoint(Checkpoint checkpoint) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("epoch", checkpoint.epoch());
    shown.put("root", checkpoint.root().toHexString());
    return shown;
  }

  private static void write(Path file, Bytes bytes) {
    try {
      Files.write(file, bytes.toArrayUnsafe());
    } catch (IOException e) {
      throw new UsageException("--out: cannot write %s: %s".formatted(file, InputFile.why(e)), e);
    }
  }

  /** How many blocks were recorded so far. */
  synchronized int size() {
    return entries.size();
  }

  /** Writes the index: without it the folder is no recording. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    replay.close();
    Map<String, Object> verdicts = new LinkedHashMap<>();
    counts.forEach((verdict, count) -> verdicts.put(verdict.word(), count));
    index.put("verdicts", verdicts);
    index.put(BLOCKS, entries);
    byte[] json = Json.indented(index).getBytes(StandardCharsets.UTF_8);
    write(folder.resolve("index.json"), Bytes.wrap(json));
  }
}
