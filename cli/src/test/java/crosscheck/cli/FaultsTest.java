package crosscheck.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of the test network, watched by a real indexer over a real database: each is found, named
 * rightly, told of once, and over when it is over.
 */
@Timeout(900)
class FaultsTest {

  private static final Duration TWO_SLOTS = Duration.ofSeconds(12);

  /** An invalid block of each function that a block on a young chain can fail in. */
  private static final List<String> FAILURES =
      List.of(
          "state_transition STATE_ROOT ",
          "process_slots SLOT_NOT_BEFORE_STATE process_slots",
          "process_block_header PROPOSER_SIGNATURE process_block",
          "process_randao RANDAO_REVEAL process_block",
          "process_operations DEPOSIT_COUNT process_block",
          "process_proposer_slashing PROPOSER_SLASHING_SIGNATURE"
              + " process_block,proposer_slashings[0]",
          "process_attester_slashing ATTESTER_SLASHING_CONFLICT"
              + " process_block,attester_slashings[0]",
          "process_attestation ATTESTATION_CROSSLINK_PARENT process_block,attestations[0]",
          "get_indexed_attestation CUSTODY_BITS_SUBSET process_block,attestations[0]",
          "process_voluntary_exit EXIT_EPOCH process_block,voluntary_exits[0]",
          "process_transfer TRANSFER_BALANCE process_block,transfers[0]",
          "process_proposer_slashing INDEX_OUT_OF_RANGE process_block,proposer_slashings[0]");

  @TempDir static Path nothing;

  /**
   * What is told in the course of a plan.
   *
   * @param alerts one pattern for each alert, in any order: rule, whether it is resolved, title
   */
  private record Scenario(String name, String plan, long lastSlot, List<String> alerts) {}

  private static Scenario fourNodes(String name, String faults, long lastSlot, String... alerts) {
    String plan =
        """
        genesis: {validators: 16}
        seed: 1
        nodes: {count: 4}
        faults:
        """
            + faults.indent(2);
    return new Scenario(name, plan, lastSlot, List.of(alerts));
  }

  /** Every third slot a block fails another check; the first one at slot 10. */
  @Test
  void invalidBlocksAreNamedWithFunctionCheckOperationProposerAndNode() throws Exception {
    StringBuilder plan =
        new StringBuilder(
            """
            genesis: {validators: 16}
            seed: 1
            constants: {MAX_TRANSFERS: 2}
            nodes: {count: 4}
            faults:
            """);
    for (int i = 0; i < FAILURES.size(); i++) {
      plan.append(
          "  - {kind: invalid_block, at: %d, check: %s}\n"
              .formatted(10 + 3 * i, FAILURES.get(i).split(" ", -1)[1]));
    }
    try (WatchedNetwork watched =
        new WatchedNetwork(plan.toString(), nothing, TWO_SLOTS).upTo(72)) {
      assertThat(
              watched.lines(
                  """
                  select failure_function || ' ' || failure_check || ' '
                    || array_to_string(failure_path, ',')
                  from verdicts where status = 'invalid' order by input_id
                  """))
          .containsExactlyElementsOf(FAILURES);
      // A block in the slot before its parent has no proposer that could be known.
      assertThat(
              watched.lines(
                  """
                  select failure_check || ' ' || (n.name = 'node-' || b.proposer_index / 4)
                  from verdicts v join blocks b on b.input_id = v.input_id
                    join observations o on o.input_id = v.input_id
                    join nodes n on n.id = o.node_id
                  where v.status = 'invalid' and b.proposer_index is not null
                  order by v.input_id
                  """))
          .hasSize(FAILURES.size() - 1)
          .allMatch(line -> line.endsWith(" true"));
      assertThat(watched.alerts())
          .hasSize(FAILURES.size())
          .allMatch(
              alert ->
                  alert.matches(
                      "invalid_block resolved Invalid block at slot \\d+ from node-\\d .*: .*"));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyFaultIsFoundToldOnceAndOverWhenItIsOver() {
    return scenarios().stream()
        .map(scenario -> dynamicTest(scenario.name(), () -> assertTold(scenario)));
  }

  private static void assertTold(Scenario scenario) throws InterruptedException {
    try (WatchedNetwork watched =
        new WatchedNetwork(scenario.plan(), nothing, TWO_SLOTS).upTo(scenario.lastSlot())) {
      List<String> unexpected = new ArrayList<>(watched.alerts());
      List<String> missing = new ArrayList<>();
      for (String pattern : scenario.alerts()) {
        unexpected.stream()
            .filter(alert -> alert.matches(pattern))
            .findFirst()
            .ifPresentOrElse(unexpected::remove, () -> missing.add(pattern));
      }
      assertThat(missing).as("not told; told beside: %s", unexpected).isEmpty();
      assertThat(unexpected).as("told beside what was expected").isEmpty();
    }
  }

  private static List<Scenario> scenarios() {
    return List.of(
        fourNodes(
            "a double proposal",
            "- {kind: double_proposal, at: 18}",
            40,
            "slashable_offence resolved Validator \\d+ proposed two blocks in one epoch"),
        fourNodes(
            "a double vote",
            "- {kind: double_vote, at: 18, nodes: [node-1]}",
            40,
            "slashable_offence resolved 2 validators \\(4, 5\\) voted twice for one target epoch"));
  }
}
