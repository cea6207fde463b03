package crosscheck.indexer.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.indexer.exercise.Scenario.Machines;
import crosscheck.indexer.exercise.Scenario.Variant;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenarios are read whole, and what is wrong with them is said with its line. */
final class ScenarioTest {

  static final String GOOD =
      """
      exercise: 4
      clients: {A: Lighthouse, B: Lodestar}
      variants: [plain, swap]
      network:
        genesis: {validators: 16}
        nodes:
          - {name: A-0, validators: 0-7}
          - {name: B-0, validators: 8-15}
      goals:
        - kind: finalized
          epoch: 8
          nodes: all
        - kind: reaches_head
          id: late
          within: 2
          from: epoch 10
          nodes: [B-0]
      conditions:
        - kind: participation
          least: 0.9
        - kind: no_deep_fork
          most: 4
      deadline: epoch 16
      """;

  @Test
  void readsAScenario() {
    Scenario scenario = read(GOOD);
    assertThat(scenario.name()).isEqualTo("Lighthouse / Lodestar");
    assertThat(scenario.exercise()).isEqualTo("4");
    assertThat(scenario.variant()).isEqualTo(Variant.PLAIN);
    assertThat(scenario.machines()).isEqualTo(Machines.SEVERAL);
    assertThat(scenario.nodes()).extracting(Scenario.Node::name).containsExactly("A-0", "B-0");
    assertThat(scenario.asked())
        .containsExactly(
            "A-0 sees epoch 8 as finalized",
            "B-0 sees epoch 8 as finalized",
            "B-0 reaches the head, within 2 slots from epoch 10 on",
            "participation at least 90 %",
            "no fork deeper than 4 slots");
  }

  @Test
  void swapsTheClientsAndKeepsTheRoles() {
    Scenario swapped = read(GOOD).in(Variant.SINGLE_SWAP);
    assertThat(swapped.name()).isEqualTo("Lodestar / Lighthouse");
    assertThat(swapped.clients()).containsEntry("A", "Lodestar").containsEntry("B", "Lighthouse");
    assertThat(swapped.machines()).isEqualTo(Machines.SINGLE);
    assertThat(swapped.clientOf(swapped.nodes().get(0))).isEqualTo("Lodestar");
    assertThat(swapped.in(Variant.PLAIN).clients()).isEqualTo(read(GOOD).clients());
  }

  @Test
  void countsMomentsInSlots() {
    NetworkTime time = new NetworkTime(0, 6, 8);
    assertThat(List.of(moment("epoch 2").firstSlot(time), moment("epoch 2").lastSlot(time)))
        .containsExactly(16L, 23L);
    assertThat(moment("slot 7").lastSlot(time)).isEqualTo(7);
    assertThat(moment("10m").lastSlot(time)).isEqualTo(100);
  }

  private static Moment moment(String text) {
    return Moment.read(Value.parse("test", text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exercise: 4 | exercize: 4 | s.yaml:1: exercize",
        "B: Lodestar | b: Lodestar | s.yaml:2: clients.b: a role is one capital letter",
        "variants: [plain, swap] | variants: [twice] | s.yaml:3: variants[0]",
        "name: B-0 | name: C-0 | s.yaml:8: network.nodes[1].name: there is no client in the role",
        "name: B-0 | name: A-0 | another node of this name stands in line 7",
        "name: B-0 | name: bee | s.yaml:8: network.nodes[1].name: expected a node's name",
        "kind: finalized | kind: final | s.yaml:10: goals[0].kind: expected one of finalized",
        "kind: finalized | kind: no_offence | s.yaml:10: goals[0].kind: expected one of finalized",
        "epoch: 8 | epoch: eight | s.yaml:11: goals[0].epoch: expected a whole number",
        "nodes: all | nodes: some | s.yaml:12: goals[0].nodes: expected one of all, network",
        "nodes: [B-0] | nodes: [B-1] | s.yaml:17: goals[1].nodes[0]: expected one of A-0, B-0",
        "id: late | id: finalized | s.yaml:14: goals[1].id: another goal has the id",
        "from: epoch 10 | from: 10 | s.yaml:16: goals[1].from: expected epoch 8, slot 64",
        "least: 0.9 | least: 90 | s.yaml:20: conditions[0].least: expected a number from 0.0 to 1.0",
        "most: 4 | least: 4 | s.yaml:22: conditions[1].least: there is no such setting",
        "deadline: epoch 16 | dedline: epoch 16 | s.yaml:23: dedline",
      })
  void saysWhereAndWhatIsWrong(String good, String bad, String message) {
    assertThat(GOOD).contains(good);
    assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message);
  }

  static Scenario read(String yaml) {
    return Scenario.read(Value.parse("s.yaml", yaml));
  }
}
