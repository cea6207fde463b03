package crosscheck.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import crosscheck.chains.Chain.Entry;
import crosscheck.replay.Input;
import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.replay.RestorePoint;
import crosscheck.spec.ForkChoiceStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The reference chains once more, by a replay that has room for few states, and by one that forgets
 * everything after each import: neither shows in any judgement, head or store.
 */
final class ForgetfulChainsTest {

  private static final int FEW = 4;

  /** Those with forks, refused blocks and long gaps; each import costs a new replay. */
  private static final Set<String> PUT_BACK = Set.of("forks-16", "offences-24", "exits-16");

  private static final int SPACING = 16;

  /** The ones besides the few: head, justified, finalized, and the one just made. */
  private static final int WANTED = 4;

  /** States moved on through empty slots have a bound of their own. */
  private static final int ADVANCED = 32;

  private static final ReplaySettings SETTINGS =
      ReplaySettings.defaults().withThreads(1).withMostStates(FEW);

  @TestFactory
  Stream<DynamicTest> roomForFourStatesIsEnough() throws IOException {
    return JudgedChains.folders().stream()
        .map(folder -> dynamicTest(name(folder), () -> judgeWithFewStates(folder)));
  }

  @TestFactory
  Stream<DynamicTest> aReplayPutBackAfterEveryImportGoesOnTheSame() throws IOException {
    return JudgedChains.folders().stream()
        .filter(folder -> PUT_BACK.contains(name(folder)))
        .map(folder -> dynamicTest(name(folder), () -> judgeWithANewReplayEach(folder)));
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }

  private static void judgeWithFewStates(Path folder) throws Exception {
    Chain chain = new Chain(folder, "v0.8.3");
    KeptHistory history = new KeptHistory(chain.spec(), SPACING);
    List<Judgement> judgements = new ArrayList<>();
    int most = 0;
    try (Replay replay = new Replay(chain.spec(), chain.genesis(), SETTINGS, history)) {
      for (Input input : chain.inputs()) {
        Judgement judgement = replay.judge(input.ssz(), input.time());
        history.add(input.ssz(), judgement);
        judgements.add(judgement);
        most = Math.max(most, replay.statesHeld());
      }
    }
    asTheReference(chain, judgements);
    assertThat(most).as("states held").isLessThanOrEqualTo(FEW + WANTED + ADVANCED);
  }

  private static void judgeWithANewReplayEach(Path folder) throws Exception {
    Chain chain = new Chain(folder, "v0.8.3");
    KeptHistory history = new KeptHistory(chain.spec(), SPACING);
    List<Judgement> judgements = new ArrayList<>();
    Replay replay = new Replay(chain.spec(), chain.genesis(), SETTINGS, history);
    try {
      for (Input input : chain.inputs()) {
        Judgement judgement = replay.judge(input.ssz(), input.time());
        history.add(input.ssz(), judgement);
        judgements.add(judgement);
        RestorePoint point = new RestorePoint(history.known(), written(chain, replay.store()));
        replay.close();
        replay = new Replay(chain.spec(), chain.genesis(), SETTINGS, history);
        replay.resume(point);
      }
    } finally {
      replay.close();
    }
    asTheReference(chain, judgements);
  }

  /** The store, written as SSZ and read again. */
  private static ForkChoiceStore written(Chain chain, ForkChoiceStore store) throws Exception {
    return chain.spec().ssz().decode(ForkChoiceStore.class, chain.spec().ssz().encode(store));
  }

  private static void asTheReference(Chain chain, List<Judgement> judgements) {
    SoftAssertions softly = new SoftAssertions();
    Expectation expectation = new Expectation(chain.spec(), chain.genesisBlockRoot());
    for (int i = 0; i < judgements.size(); i++) {
      Entry entry = chain.entries().get(i);
      softly
          .assertThat(expectation.differences(entry, judgements.get(i)))
          .as("%s: %s", chain, entry)
          .isEmpty();
    }
    softly.assertAll();
  }
}
