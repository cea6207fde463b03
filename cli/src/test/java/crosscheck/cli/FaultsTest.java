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
   * @param shown questions about what the database shows beside alerts; each is answered with true
   */
  private record Scenario(
      String name, String plan, long lastSlot, List<String> alerts, List<String> shown) {

    Scenario showing(String sql) {
      return new Scenario(name, plan, lastSlot, alerts, List.of(sql));
    }
  }

  private static Scenario fourNodes(String name, String fault, long lastSlot, String... alerts) {
    return plan(name, "nodes: {count: 4}\nfaults: [{" + fault + "}]", lastSlot, alerts);
  }

  private static Scenario plan(String name, String plan, long lastSlot, String... alerts) {
    String whole = "genesis: {validators: 16}\nseed: 1\n" + plan;
    return new Scenario(name, whole, lastSlot, List.of(alerts), List.of());
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

  /** Two of sixteen validators run on a node that goes its own way from the second epoch on. */
  @Test
  void aBuggyClientIsToldOfOnceHoweverManyBlocksItMakes() throws Exception {
    String plan =
        """
        genesis: {validators: 16}
        seed: 1
        nodes:
          - {name: A, validators: 0-6}
          - {name: B, validators: 7-13}
          - {name: buggy, validators: 14-15, bug: base-reward-ceil}
        faults:
          - {kind: stop, at: 56, nodes: [buggy]}
        """;
    try (WatchedNetwork watched = new WatchedNetwork(plan, nothing, TWO_SLOTS).upTo(55)) {
      assertThat(
              watched.lines(
                  """
                  select failure_function || ' ' || failure_check || ' ' || b.slot || ' '
                    || (b.proposer_index between 14 and 15) || ' ' || n.name
                  from verdicts v join blocks b on b.input_id = v.input_id
                    join observations o on o.input_id = v.input_id
                    join nodes n on n.id = o.node_id
                  where v.status = 'invalid' and v.failure_function is not null
                  """))
          .containsExactly("state_transition STATE_ROOT 16 true buggy");
      assertThat(watched.lines("select count(*) > 2 from verdicts where status = 'invalid'"))
          .as("it has gone on, on its own block")
          .containsExactly("t");
      String invalid =
          " Invalid block at slot 16 from buggy .*: the block's state root is not that of the"
              + " post-state";
      String accepted = " buggy accepts block 0x.*, which we find invalid";
      assertTold(
          watched, List.of("invalid_block open" + invalid, "node_disagrees open" + accepted));
      watched.unfollow("buggy").upTo(72);
      assertTold(
          watched,
          List.of("invalid_block resolved" + invalid, "node_disagrees resolved" + accepted));
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
      assertTold(watched, scenario.alerts());
      for (String sql : scenario.shown()) {
        assertThat(watched.lines(sql)).as(sql).containsExactly("t");
      }
    }
  }

  /** These alerts and no other, each told when it opened, once. */
  private static void assertTold(WatchedNetwork watched, List<String> patterns) {
    List<String> unexpected = new ArrayList<>(watched.alerts());
    List<String> missing = new ArrayList<>();
    for (String pattern : patterns) {
      unexpected.stream()
          .filter(alert -> alert.matches(pattern))
          .findFirst()
          .ifPresentOrElse(unexpected::remove, () -> missing.add(pattern));
    }
    assertThat(missing).as("not told; told beside: %s", unexpected).isEmpty();
    assertThat(unexpected).as("told beside what was expected").isEmpty();
    assertThat(watched.lines("select id from events where type = 'alert_opened'"))
        .hasSize(patterns.size());
  }

  private static List<Scenario> scenarios() {
    String twoHalves = ", groups: [[node-0, node-1], [node-2, node-3]]";
    return List.of(
        fourNodes(
            "a double proposal",
            "kind: double_proposal, at: 18",
            40,
            "slashable_offence resolved Validator \\d+ proposed two blocks in one epoch"),
        fourNodes(
            "a double vote",
            "kind: double_vote, at: 18, nodes: [node-1]",
            40,
            "slashable_offence resolved 2 validators \\(4, 5\\) voted twice for one target epoch"),
        // It comes as a slashing only: a block asks for the chain's own source.
        fourNodes(
                "a surround vote",
                "kind: surround_vote, at: 34, nodes: [node-1]",
                56,
                "slashable_offence resolved Validator 5 cast a vote that surrounds another: slashed"
                    + " in slot 39 .*")
            .showing(
                """
                select o.kind = 'surround_vote' and o.validator_indices = '{5}'
                  and o.slashing_position = 0 and o.operation_ssz is not null and b.slot = 39
                from offences o join blocks b on b.input_id = o.first_input_id
                """),
        fourNodes(
            "a short partition",
            "kind: partition, at: 18, until: 24" + twoHalves,
            44,
            "deep_reorg resolved Reorg 4 slots deep: our head, the head of node-0 and the head of"
                + " node-1 left the branch after slot 17 .*"),
        fourNodes(
            "a partition of an epoch and a half",
            "kind: partition, at: 18, until: 30" + twoHalves,
            56,
            // When it is over the one that reports first is back while the other is not.
            "nodes_forked resolved node-\\d( and node-\\d are| is) on another fork since slot 17 .*",
            "deep_fork resolved A fork has grown 1\\d slots deep beside our head: it left our chain"
                + " after slot 17, .*",
            "deep_reorg resolved Reorg 1\\d slots deep: .* left the branch after slot 17 .*",
            "participation_low resolved Only 50.0 % of the stake voted for the target of epoch 3:"
                + " too little to justify anything",
            "finality_late resolved Finality is 2 epochs late: epoch 0 is finalized, and it is"
                + " epoch 5"),
        fourNodes(
            "a node that stops and comes back",
            "kind: stop, at: 18, until: 34, nodes: [node-2]",
            56,
            "node_silent resolved node-2 cannot be reached for \\d+ seconds: no connection",
            "participation_low resolved Only 7\\d.\\d % of the stake voted for the target of epoch 3"),
        plan(
            "a node that lags",
            """
            nodes:
              - {name: A, validators: 0-7}
              - {name: B, validators: 8-15}
              - {name: slow}
            faults: [{kind: lag, at: 18, until: 32, nodes: [slow], by: 10 slots}]
            """,
            48,
            "node_lagging resolved slow is \\d+ slots behind: its head is that of slot \\d+, ours"
                + " that of slot \\d+"),
        // It is not there before it joins, and that is true; that it syncs is no fault.
        plan(
                "a node that joins late",
                """
                links: [{delay: 40ms}]
                nodes:
                  - {name: A, validators: 0-7}
                  - {name: B, validators: 8-15}
                  - {name: late, join_at: epoch 4}
                """,
                48,
                "node_silent resolved late cannot be reached for \\d minutes: no connection")
            .showing(
                """
                select s.head_root = h.head_root and s.finalized_root = h.finalized_root
                from node_status s join nodes n on n.id = s.node_id and n.name = 'late',
                  (select * from heads order by import_order desc limit 1) h
                """),
        fourNodes(
            "half of the validators are away",
            "kind: silent, at: 24, until: 56, validators: 0-7",
            80,
            "participation_low resolved Only 50.\\d % of the stake voted for the target of epoch 6:"
                + " too little to justify anything",
            "finality_late resolved Finality is \\d epochs late: epoch 0 is finalized, and it is"
                + " epoch \\d"),
        fourNodes(
            "nobody proposes for a while",
            "kind: silent, duties: blocks, at: 18, until: 24",
            40,
            "missed_slots resolved \\d slots in a row without a block: the head is that of slot 17,"
                + " and it is slot 2\\d"),
        // What is late and harms nothing is shown, and nobody is woken for it.
        fourNodes("late blocks", "kind: late_blocks, at: 18, until: 26, by: 0.75 slots", 32)
            .showing(
                """
                select bool_and((seen.millis = 4500) = (slot between 18 and 25))
                from (
                  select b.slot, 1000 * (extract(epoch from o.observed_at) - 1567777777
                    - 6 * b.slot) as millis
                  from blocks b join observations o on o.input_id = b.input_id) seen
                """),
        fourNodes(
                "late votes",
                "kind: late_attestations, at: 16, until: 24, by: 3 slots, nodes: [node-1]",
                40)
            .showing(
                """
                select bool_and((get_byte(inclusion_distances, validator) >= 4)
                  = (validator between 4 and 7))
                from duties, generate_series(0, 15) validator
                where epoch = 3
                """),
        fourNodes(
                "a clock that is ahead",
                "kind: clock_skew, at: 18, until: 34, nodes: [node-1], ahead: 2s",
                48)
            .showing(
                """
                select bool_and(proposer_index between 4 and 7)
                from blocks b join observations o on o.input_id = b.input_id
                where extract(epoch from o.observed_at) < 1567777777 + 6 * b.slot
                """),
        // Its blocks are late, for all who look at first sights; nobody is woken for it.
        fourNodes(
                "a clock that is behind",
                "kind: clock_skew, at: 18, until: 34, nodes: [node-1], behind: 2s",
                48)
            .showing(
                """
                select bool_and(millis = 0) filter (where proposer_index not between 4 and 7)
                  and bool_and(millis in (0, 2000)) and bool_or(millis = 2000)
                from (
                  select b.slot, b.proposer_index, 1000 * (extract(epoch from o.observed_at)
                    - 1567777777 - 6 * b.slot) as millis
                  from blocks b join observations o on o.input_id = b.input_id) seen
                """));
  }
}
