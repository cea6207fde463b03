package crosscheck.chains;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.replay.Input;
import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.replay.Verdict;
import crosscheck.spec.Block;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.ForkChoice;
import crosscheck.spec.State;
import crosscheck.testing.Data;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fork choice that forgets what is final goes on like one that forgets nothing. */
final class ForgettingForkChoiceTest {

  @ParameterizedTest
  @ValueSource(strings = {"finality-16", "forks-16"})
  void hasTheSameHeadAndNoBlocksFromBeforeFinality(String name) throws Exception {
    Chain chain = new Chain(Data.require("chains/" + name), "v0.8.3");
    Map<Bytes32, State> posts = new HashMap<>();
    posts.put(chain.spec().root(chain.spec().genesisBlock(chain.genesis())), chain.genesis());
    ForkChoice whole =
        chain.spec().forkChoice(chain.genesis(), (root, slot) -> at(chain, posts.get(root), slot));
    ForkChoice forgetful =
        chain.spec().forkChoice(chain.genesis(), (root, slot) -> at(chain, posts.get(root), slot));
    List<Block> judged = new ArrayList<>();
    Checkpoint finalized = forgetful.finalized();
    try (Replay replay =
        new Replay(chain.spec(), chain.genesis(), ReplaySettings.defaults().withThreads(1))) {
      for (Input input : chain.inputs()) {
        input.time().ifPresent(whole::onTick);
        input.time().ifPresent(forgetful::onTick);
        Judgement judgement = replay.judge(input.ssz(), input.time());
        if (judgement.verdict() != Verdict.VALID || judgement.forkChoice().isPresent()) {
          continue;
        }
        Block block = judgement.block().orElseThrow();
        State post = judgement.post().orElseThrow();
        posts.put(judgement.root().orElseThrow(), post);
        whole.onBlock(block, post, set -> true);
        if (forgetful.refusal(block).isEmpty()) {
          forgetful.onBlock(block, post, set -> true);
        }
        assertThat(forgetful.head()).as("slot %d", block.slot()).isEqualTo(whole.head());
        assertThat(forgetful.justified()).isEqualTo(whole.justified());
        if (!forgetful.finalized().equals(finalized)) {
          finalized = forgetful.finalized();
          forgetful.forgetBeforeFinalized();
          assertThat(forgetful.head()).isEqualTo(whole.head());
          assertThat(forgetful.weights()).isEqualTo(whole.weights());
          long first = finalized.epoch() * chain.spec().config().uint64("SLOTS_PER_EPOCH");
          for (Block old : judged) {
            if (old.slot() < first && old.slot() > 1) {
              assertThat(forgetful.refusal(old).orElseThrow().check()).isEqualTo("PARENT_KNOWN");
            }
          }
        }
        judged.add(block);
      }
    }
    assertThat(finalized.epoch()).isPositive();
  }

  private static State at(Chain chain, State state, long slot) {
    return state.slot() == slot ? state : chain.spec().advance(state, slot);
  }
}
