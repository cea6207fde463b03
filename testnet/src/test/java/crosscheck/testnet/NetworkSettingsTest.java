package crosscheck.testnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkSettingsTest {

  private static final long GENESIS_TIME = 1567777777;

  private final Spec minimal = Specs.of("v0.8.3", Config.minimal());
  private final State genesis = minimal.mockedGenesis(16, GENESIS_TIME);

  @Test
  void splitsValidatorsInContiguousRanges() {
    assertThat(NodeSettings.evenly(3, 16))
        .containsExactly(
            new NodeSettings("node-0", 0, 6),
            new NodeSettings("node-1", 6, 5),
            new NodeSettings("node-2", 11, 5));
  }

  @Test
  void allowsNodesWithoutValidators() {
    assertThat(NodeSettings.evenly(3, 2)).last().isEqualTo(new NodeSettings("node-2", 2, 0));
  }

  @Test
  void changesTheSlotTimeOfAConfiguration() {
    assertThat(Network.atPace(Config.minimal(), "2").uint64("SECONDS_PER_SLOT")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0.5", "", "2s", "86401", "99999999999"})
  void explainsWhatASlotTimeMayBe(String secondsPerSlot) {
    assertThatThrownBy(() -> Network.atPace(Config.minimal(), secondsPerSlot))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whole number from 1 to 86400")
        .hasMessageContaining("\"" + secondsPerSlot + "\"");
  }

  @Test
  void refusesValidatorsThatGenesisDoesNotHave() {
    refuses(NodeSettings.evenly(4, 17), "node node-3 runs validator 16, but genesis has only 16");
  }

  @Test
  void refusesAValidatorOnTwoNodes() {
    refuses(
        List.of(new NodeSettings("A", 0, 9), new NodeSettings("B", 8, 8)),
        "validator 8 runs on two nodes, the second is B");
  }

  @Test
  void refusesTwoNodesOfOneName() {
    refuses(
        List.of(new NodeSettings("A", 0, 8), new NodeSettings("A", 8, 8)),
        "two nodes are called A");
  }

  private void refuses(List<NodeSettings> nodes, String why) {
    assertThatThrownBy(() -> new Network(minimal, genesis, nodes, new Recorder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(why);
  }

  @Test
  void refusesFewerValidatorsThanAnEpochHasSlots() {
    State few = minimal.mockedGenesis(7, GENESIS_TIME);
    assertThatThrownBy(() -> new Network(minimal, few, NodeSettings.evenly(1, 7), new Recorder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 8 active validators")
        .hasMessageContaining("got 7");
  }

  @Test
  void waitsNotAtAllForATimeThatHasPassed() throws Exception {
    Clock clock = Clock.fixed(Instant.ofEpochSecond(GENESIS_TIME), ZoneOffset.UTC);

    assertThat(SlotTicker.by(clock).await(GENESIS_TIME * 1_000 - 500))
        .isEqualTo(GENESIS_TIME * 1_000);
  }
}
