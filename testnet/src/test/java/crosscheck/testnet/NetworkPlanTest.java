package crosscheck.testnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import crosscheck.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkPlanTest {

  private static final String FRAME =
      """
      genesis: {validators: 16}
      nodes:
        - {name: A, validators: 0-7}
        - {name: B, validators: 8-15}
      """;

  private static NetworkPlan read(String yaml) {
    return NetworkPlan.parse("plan.yaml", yaml, PlanChanges.NONE);
  }

  @Test
  void readsEverythingAPlanMaySay() {
    NetworkPlan plan =
        read(
            FRAME
                + """
                seconds_per_slot: 2
                constants: {MAX_TRANSFERS: 1}
                seed: 9
                slots: 40
                links: [{nodes: [A, B], delay: {least: 1s, most: 1 slot}, loss: 0.25}]
                operations: [{kind: exit, at: epoch 4, validators: 3}]
                faults: [{kind: silent, at: 7, until: epoch 2, times: 3, validators: "1,4-5"}]
                """);

    assertThat(plan.spec().config().uint64("SECONDS_PER_SLOT")).isEqualTo(2);
    assertThat(plan.spec().config().uint64("MAX_TRANSFERS")).isEqualTo(1);
    assertThat(plan.seed()).isEqualTo(9);
    assertThat(plan.slots()).hasValue(40);
    assertThat(plan.links())
        .first()
        .extracting(LinkSettings::delay)
        .isEqualTo(new Delay(1000, 1000, 0));
    assertThat(plan.operations()).hasSize(1);
    Fault fault = plan.faults().get(0);
    assertThat(fault.window().open(6, 8)).isFalse();
    assertThat(fault.window().open(15, 8)).isTrue();
    assertThat(fault.window().open(16, 8)).isFalse();
    assertThat(fault.target().strikes("A", 5)).isTrue();
    assertThat(fault.target().strikes("A", 3)).isFalse();
    assertThat(fault.target().validators()).map(IndexRanges::toString).hasValue("1,4-5");
  }

  @Test
  void fixesOnlyWhatHasABug() {
    assertThatThrownBy(() -> read("genesis: {validators: 16}\nnodes:\n  - {name: A, fixed_at: 3}"))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("plan.yaml:3: nodes[0].fixed_at: there is nothing to fix");
  }

  @Test
  void sharesValidatorsAmongCountedNodes() {
    NetworkPlan plan = read("genesis: {validators: 64}\nnodes: {count: 5}");

    assertThat(plan.nodes()).isEqualTo(NodeSettings.evenly(5, 64));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          fault: [];                                      plan.yaml:5: fault: there is no such setting
          seed: -1;                                       plan.yaml:5: seed: expected a whole number
          spec: v0.9;                                     plan.yaml:5: spec: expected one of v0.8.2
          configuration: maximal;                         plan.yaml:5: configuration: "maximal" is neither
          constants: {MAX_TRANSFER: 1};                   plan.yaml:5: constants.MAX_TRANSFER:
          faults: [{kind: sabotage}];                     plan.yaml:5: faults[0].kind: expected one of silent
          faults: [{kind: stop, nodes: [C]}];             plan.yaml:5: faults[0].nodes[0]: there is no node "C"
          faults: [{kind: stop, by: 2s}];                 plan.yaml:5: faults[0].by: there is no such setting
          faults: [{kind: stop, at: soon}];               plan.yaml:5: faults[0].at: expected a slot or an epoch
          faults: [{kind: lag}];                          plan.yaml:5: faults[0]: the setting "by" is missing
          faults: [{kind: lag, by: 2 slotz}];             plan.yaml:5: faults[0].by: expected a duration
          faults: [{kind: silent, validators: 5-3}];      plan.yaml:5: faults[0].validators: the range 5-3 runs backwards
          faults: [{kind: partition, groups: [[A, B]]}];  plan.yaml:5: faults[0].groups: this divides nothing
          operations: [{kind: transfer}];                 plan.yaml:5: operations[0].kind: the configuration allows no transfers
          links: [{loss: 2}];                             plan.yaml:5: links[0].loss: expected a number from 0.0 to 1.0
          """)
  void saysInWhichLineWhatIsWrong(String line, String message) {
    assertThatThrownBy(() -> read(FRAME + line))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(message);
  }
}
