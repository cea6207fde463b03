package crosscheck.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.replay.History;
import crosscheck.replay.HistoryException;
import crosscheck.replay.Input;
import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.replay.Verdict;
import crosscheck.spec.State;
import crosscheck.testing.Data;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** A block whose parent's state is no more held, and what may go wrong in making it again. */
final class RebuildTest {

  private static final int JUDGED = 80;
  private static final int OLD = 20;
  private static final ReplaySettings ROOM_FOR_ONE =
      ReplaySettings.defaults().withThreads(1).withMostStates(1);

  private final Chain chain;
  private final List<Input> inputs;

  RebuildTest() throws Exception {
    chain = new Chain(Data.require("chains/finality-16"), "v0.8.3");
    inputs = chain.inputs();
  }

  /** Answers like the history of the judged blocks, until it is told how not to. */
  private static final class FailingHistory implements History {
    final KeptHistory kept;
    Optional<RuntimeException> failure = Optional.empty();
    Optional<Bytes> instead = Optional.empty();
    boolean lost;

    FailingHistory(KeptHistory kept) {
      this.kept = kept;
    }

    @Override
    public Optional<Bytes> block(Bytes32 root) {
      failure.ifPresent(
          e -> {
            throw e;
          });
      return lost ? Optional.empty() : instead.or(() -> kept.block(root));
    }

    @Override
    public Optional<State> snapshot(Bytes32 root) {
      return kept.snapshot(root);
    }
  }

  private final class Judged implements AutoCloseable {
    final FailingHistory history = new FailingHistory(new KeptHistory(chain.spec(), 1000));
    final Replay replay;

    Judged(ReplaySettings settings) throws Exception {
      replay = new Replay(chain.spec(), chain.genesis(), settings, history);
      for (Input input : inputs.subList(0, JUDGED)) {
        history.kept.add(input.ssz(), replay.judge(input.ssz(), input.time()));
      }
    }

    /** A block long judged comes once more. */
    Judgement judgeAnOldOne() {
      Input old = inputs.get(OLD);
      return replay.judge(old.ssz(), old.time());
    }

    @Override
    public void close() {
      replay.close();
    }
  }

  @Test
  void theStateIsMadeAgainFromTheBlocksBetween() throws Exception {
    try (Judged judged = new Judged(ROOM_FOR_ONE)) {
      int before = judged.history.kept.blocksRead();
      assertThat(judged.judgeAnOldOne().verdict()).isEqualTo(Verdict.VALID);
      assertThat(judged.history.kept.blocksRead() - before).isBetween(1, OLD);
    }
  }

  @Test
  void aBlockThatWouldCostMoreThanTheBoundIsAnError() throws Exception {
    try (Judged judged = new Judged(ROOM_FOR_ONE.withMostStates(32).withMostRebuilt(5))) {
      Judgement judgement = judged.judgeAnOldOne();
      assertThat(judgement.verdict()).isEqualTo(Verdict.ERROR);
      assertThat(judgement.failure().orElseThrow().check()).isEqualTo("WORK_BOUND");
    }
  }

  @Test
  void aHistoryThatLacksABlockIsOurFault() throws Exception {
    try (Judged judged = new Judged(ROOM_FOR_ONE)) {
      judged.history.lost = true;
      assertThat(judged.judgeAnOldOne().verdict()).isEqualTo(Verdict.ERROR);
    }
  }

  @Test
  void aHistoryWithAnotherBlockIsOurFault() throws Exception {
    try (Judged judged = new Judged(ROOM_FOR_ONE)) {
      judged.history.instead = Optional.of(inputs.get(JUDGED - 1).ssz());
      assertThat(judged.judgeAnOldOne().verdict()).isEqualTo(Verdict.ERROR);
      judged.history.instead = Optional.of(Bytes.of(1, 2, 3));
      assertThat(judged.judgeAnOldOne().verdict()).isEqualTo(Verdict.ERROR);
    }
  }

  @Test
  void aHistoryThatIsAwaySaysNothingOfTheBlock() throws Exception {
    try (Judged judged = new Judged(ROOM_FOR_ONE)) {
      judged.history.failure =
          Optional.of(new HistoryException(new IllegalStateException("connection lost")));
      assertThatThrownBy(judged::judgeAnOldOne).isInstanceOf(HistoryException.class);
    }
  }
}
