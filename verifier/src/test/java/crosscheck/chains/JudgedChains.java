package crosscheck.chains;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.spec.Failure;
import crosscheck.testing.Data;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Judgements of the reference chains by v0.8.3. */
public final class JudgedChains {

  /** The chains with blocks that are invalid in many ways, those with one fault each first. */
  private static final List<String> INVALID = List.of("invalid-16", "custom-30", "edge-16");

  private JudgedChains() {}

  /** All entries of a chain, one by one, in import order. */
  public static List<Judgement> oneByOne(Chain chain) throws Exception {
    try (Replay replay = replay(chain)) {
      assertThat(replay.genesisRoot()).as("genesis block").isEqualTo(chain.genesisBlockRoot());
      return judge(replay, chain);
    }
  }

  static List<Judgement> judge(Replay replay, Chain chain) {
    return chain.inputs().stream().map(input -> replay.judge(input.ssz(), input.time())).toList();
  }

  static Replay replay(Chain chain) throws Exception {
    return new Replay(chain.spec(), chain.genesis(), ReplaySettings.defaults());
  }

  public static List<Path> folders() throws IOException {
    return Chain.folders(Data.require("chains"));
  }

  /** For each check that some entry of these chains fails, by its id, the first such entry. */
  public static Map<String, String> firstByCheck() throws Exception {
    Map<String, String> first = new TreeMap<>();
    for (String name : INVALID) {
      Chain chain = new Chain(Data.require("chains/" + name), "v0.8.3");
      List<Judgement> judgements = oneByOne(chain);
      for (int i = 0; i < judgements.size(); i++) {
        String entry = name + ", entry " + chain.entries().get(i).n();
        Stream.of(judgements.get(i).failure(), judgements.get(i).forkChoice())
            .flatMap(Optional::stream)
            .map(Failure::check)
            .forEach(check -> first.putIfAbsent(check, entry));
      }
    }
    return first;
  }
}
