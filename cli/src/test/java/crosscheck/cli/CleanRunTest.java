package crosscheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The network of exercise 6, with nothing wrong in it. */
@Timeout(900)
class CleanRunTest {

  /** Three slots have no factor in common with an epoch: rules look at every slot of it in turn. */
  private static final Duration THREE_SLOTS = Duration.ofSeconds(18);

  @TempDir static Path nothing;

  @Test
  void aRunWithoutFaultsRaisesNoAlertAtAll() throws Exception {
    String plan =
        """
        genesis: {validators: 32}
        seed: 1
        nodes: {count: 4}
        """;
    long firstSlotAfter130Epochs = 131 * 8;
    try (WatchedNetwork watched =
        new WatchedNetwork(plan, nothing, THREE_SLOTS).upTo(firstSlotAfter130Epochs)) {
      assertThat(watched.alerts()).isEmpty();
      assertThat(watched.lines("select status || ' ' || count(*) from verdicts group by status"))
          .containsExactly("valid " + firstSlotAfter130Epochs);
      assertThat(
              watched.lines(
                  """
                  select justified_epoch || ' ' || finalized_epoch
                  from heads order by import_order desc limit 1
                  """))
          .containsExactly("130 129");
      assertThat(
              watched.lines(
                  "select state || ' ' || head_slot || ' ' || finalized_epoch from node_status"))
          .hasSize(4)
          .containsOnly("ok " + firstSlotAfter130Epochs + " 129");
    }
  }
}
