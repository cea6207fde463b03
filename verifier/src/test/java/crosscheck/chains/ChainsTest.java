package crosscheck.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import crosscheck.bls.MilagroBls;
import crosscheck.chains.Chain.Entry;
import crosscheck.replay.Input;
import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.replay.Verdict;
import crosscheck.spec.State;
import crosscheck.testing.Data;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every reference chain through {@link Replay}, with the clock of each entry. {@code
 * -Dcrosscheck.chains=leak} runs only the chains whose names contain the word.
 */
final class ChainsTest {

  private static final String ONLY = System.getProperty("crosscheck.chains", "");

  @TestFactory
  Stream<DynamicNode> everyEntryIsJudgedAsTheReferenceDoesOneByOneAndInBatches()
      throws IOException {
    return JudgedChains.folders().stream()
        .filter(folder -> folder.getFileName().toString().contains(ONLY))
        .map(ChainsTest::bothWays);
  }

  private static DynamicNode bothWays(Path folder) {
    List<Judgement> oneByOne = new ArrayList<>();
    return dynamicContainer(
        folder.getFileName().toString(),
        List.of(
            dynamicTest(
                "one by one, as the reference",
                () -> {
                  Chain chain = new Chain(folder, "v0.8.3");
                  oneByOne.addAll(JudgedChains.oneByOne(chain));
                  check(chain, oneByOne);
                }),
            dynamicTest(
                "in batches, the same",
                () -> {
                  Chain chain = new Chain(folder, "v0.8.3");
                  compare(chain, oneByOne, inBatches(chain));
                })));
  }

  @Test
  void judgingWithThePortableSignaturesAloneAnswersTheSame() throws Exception {
    Chain chain = new Chain(Data.require("chains/exits-16"), "v0.8.3");
    MilagroBls milagro = new MilagroBls();
    List<Judgement> judgements;
    try (Replay replay =
        new Replay(
            chain.spec(), chain.genesis(), ReplaySettings.defaults(), milagro, milagro::verify)) {
      judgements = JudgedChains.judge(replay, chain);
    }
    compare(chain, JudgedChains.oneByOne(chain), judgements);
  }

  @Test
  void theOtherVersionsOfTheSpecJudgeTheSame() throws Exception {
    Path folder = Data.require("chains/invalid-16");
    List<Judgement> judgements = JudgedChains.oneByOne(new Chain(folder, "v0.8.3"));
    for (String version : List.of("v0.8.2", "v0.8.4")) {
      Chain chain = new Chain(folder, version);
      compare(chain, judgements, JudgedChains.oneByOne(chain));
    }
  }

  private static void check(Chain chain, List<Judgement> judgements) throws Exception {
    assertThat(chain.spec().hash(chain.genesis()))
        .as("genesis")
        .isEqualTo(chain.genesisStateRoot());
    SoftAssertions softly = new SoftAssertions();
    Expectation expectation = new Expectation(chain.spec(), chain.genesisBlockRoot());
    Map<Integer, State> posts = new HashMap<>();
    List<Input> inputs = chain.inputs();
    for (int i = 0; i < judgements.size(); i++) {
      Entry entry = chain.entries().get(i);
      Judgement judgement = judgements.get(i);
      judgement.post().ifPresent(post -> posts.put(entry.n(), post));
      List<String> differences = new ArrayList<>(expectation.differences(entry, judgement));
      if (judgement.verdict() == Verdict.MALFORMED && entry.verdict().equals("malformed")) {
        SszFaults.difference(chain.spec(), entry, inputs.get(i).ssz()).ifPresent(differences::add);
      }
      softly.assertThat(differences).as("%s: %s", chain, entry).isEmpty();
    }
    BuggyPosts buggy = new BuggyPosts(chain, posts);
    for (Entry entry : chain.entries()) {
      softly.assertThat(buggy.differences(entry)).as("%s: %s", chain, entry).isEmpty();
    }
    softly.assertAll();
  }

  private static List<Judgement> inBatches(Chain chain) throws Exception {
    List<Judgement> judgements = new ArrayList<>();
    try (Replay replay = JudgedChains.replay(chain)) {
      replay.judgeAll(chain.inputs().iterator(), judgements::add);
    }
    return judgements;
  }

  private static void compare(Chain chain, List<Judgement> one, List<Judgement> other) {
    assertThat(other).as("%s: number of judgements", chain).hasSameSizeAs(one);
    SoftAssertions softly = new SoftAssertions();
    for (int i = 0; i < one.size(); i++) {
      softly
          .assertThat(Facts.of(chain.spec(), other.get(i)))
          .as("%s: %s", chain, chain.entries().get(i))
          .isEqualTo(Facts.of(chain.spec(), one.get(i)));
    }
    softly.assertAll();
  }
}
