package crosscheck.testnet.invalid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import crosscheck.replay.Judgement;
import crosscheck.replay.Verdict;
import crosscheck.spec.Check;
import crosscheck.spec.Failure;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.Phase0;
import crosscheck.spec.v08.Planted;
import crosscheck.testing.GeneratedPage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every check that a block can fail is failed by the block made for it, and by nothing before. */
final class InvalidBlockTest {

  private static final Set<InvalidBlock> BY_FORK_CHOICE =
      EnumSet.of(InvalidBlock.DESCENDS_FROM_FINALIZED, InvalidBlock.LATER_THAN_FINALIZED);

  private static final List<Scene> SCENES = new ArrayList<>();

  @BeforeAll
  static void play() {
    Phase0 minimal = Scene.spec();
    BeaconState genesis = Scene.genesis(minimal, 16);
    SCENES.add(new Scene("young chain", minimal, genesis).upTo(10, 1, Set.of()));

    int proposer = (int) minimal.proposerIndex(minimal.advance(genesis, 1));
    SCENES.add(new Scene("slashed proposer", minimal, Planted.slashed(genesis, proposer)));
    SCENES.add(new Scene("deposit due", minimal, Planted.depositDue(genesis)));
    SCENES.add(new Scene("four validators", minimal, Scene.genesis(minimal, 4)));

    Phase0 open =
        Scene.spec("MAX_TRANSFERS", "2", "PERSISTENT_COMMITTEE_PERIOD", "0", "SHARD_COUNT", "16");
    BeaconState rich = Planted.balance(Scene.genesis(open, 16), 3, 33_000_000_000L);
    BeaconState small =
        Planted.neverEligible(Planted.neverEligible(rich, 2_000_000_000L), 500_000_000L);
    SCENES.add(new Scene("transfers allowed", open, small).upTo(9, 1, Set.of()));

    Phase0 full = Scene.spec("MAX_ATTESTATIONS", "2");
    SCENES.add(new Scene("full blocks", full, Scene.genesis(full, 16)).upTo(16, 2, Set.of()));
    SCENES.add(
        new Scene("final epoch without first block", minimal, genesis).upTo(32, 1, Set.of(16L)));
  }

  @AfterAll
  static void close() {
    SCENES.forEach(Scene::close);
  }

  @TestFactory
  Stream<DynamicTest> theBlockMadeForACheckFailsThatCheck() {
    return Arrays.stream(InvalidBlock.values())
        .map(kind -> dynamicTest(kind.name(), () -> assertFails(kind)));
  }

  private static void assertFails(InvalidBlock kind) {
    boolean byForkChoice = BY_FORK_CHOICE.contains(kind);
    for (Scene scene : byForkChoice ? List.of(SCENES.get(SCENES.size() - 1)) : SCENES) {
      for (BeaconState parent : byForkChoice ? scene.posts : List.of(scene.head())) {
        for (long slot = parent.slot() + 1; slot <= parent.slot() + 8; slot++) {
          Optional<Bytes> block = kind.make(Place.on(scene.spec, parent, slot));
          if (block.isPresent() && tried(kind, scene, block.get(), slot)) {
            return;
          }
        }
      }
    }
    throw new AssertionError("no scene where it can be made");
  }

  /** Whether the place was the right one: fork choice does not refuse every block. */
  private static boolean tried(InvalidBlock kind, Scene scene, Bytes block, long slot) {
    Judgement judgement = scene.judge(block, Math.max(slot, scene.head().slot()));
    String checks =
        Stream.of(judgement.failure(), judgement.forkChoice())
            .flatMap(Optional::stream)
            .map(Failure::check)
            .toList()
            .toString();
    switch (kind) {
      case DESCENDS_FROM_FINALIZED, LATER_THAN_FINALIZED -> {
        return judgement.verdict() == Verdict.VALID && checks.equals("[" + kind.name() + "]");
      }
      case PARENT_KNOWN -> assertThat(judgement.verdict()).isEqualTo(Verdict.UNKNOWN_PARENT);
      case SLOT_HAS_COME -> assertThat(judgement.verdict()).isEqualTo(Verdict.FUTURE);
      default -> {
        assertThat(checks).as(scene.name).isEqualTo("[" + kind.name() + "]");
        assertThat(judgement.verdict())
            .isEqualTo(kind == InvalidBlock.SSZ_DECODE ? Verdict.MALFORMED : Verdict.INVALID);
      }
    }
    return true;
  }

  @Test
  void everyCheckOfTheSpecIsMadeOrHasAReasonWhyNot() {
    List<String> covered = new ArrayList<>(InvalidBlock.unreachable().keySet());
    Arrays.stream(InvalidBlock.values()).map(Enum::name).forEach(covered::add);
    assertThat(covered)
        .containsExactlyInAnyOrderElementsOf(
            Scene.spec().checks().stream().map(Check::id).toList());
  }

  @Test
  void whatNoBlockCanFailIsRefusedWithTheReason() {
    assertThatThrownBy(() -> InvalidBlock.of("BLOCK_SLOT"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("process_slots");
    assertThatThrownBy(() -> InvalidBlock.of("TYPO")).hasMessageContaining("RANDAO_REVEAL");
    assertThat(InvalidBlock.of("RANDAO_REVEAL")).isEqualTo(InvalidBlock.RANDAO_REVEAL);
  }

  @Test
  void thePageListsThem() throws Exception {
    StringBuilder page =
        new StringBuilder(
            """
            # The invalid blocks of the test network

            Written by `InvalidBlockTest` from the code; a test fails when this page is not what the code says.

            For each check that a block can fail ([checks.md](checks.md)) the test network can make a block that
            fails it and nothing that is looked at before, signatures included. The test makes every one and
            has it judged. *needs* says what the chain must be like. In a plan it is the fault
            `{kind: invalid_block, check: NAME}`, which waits until the chain is so; it cannot make those that no
            honest proposer has the place for: `PROPOSER_NOT_SLASHED`, `DESCENDS_FROM_FINALIZED`,
            `LATER_THAN_FINALIZED`, `DIVISION_BY_ZERO`.

            | function | check | the block has | needs |
            |---|---|---|---|
            """);
    List<String> rest = new ArrayList<>();
    for (Check check : Scene.spec().checks()) {
      String function = check.function().equals("*") ? "any" : "`" + check.function() + "`";
      String reason = InvalidBlock.unreachable().get(check.id());
      if (reason != null) {
        rest.add("| %s | `%s` | %s |\n".formatted(function, check.id(), reason));
      } else {
        InvalidBlock kind = InvalidBlock.of(check.id());
        page.append(
            "| %s | `%s` | %s | %s |\n".formatted(function, check.id(), kind.what(), kind.needs()));
      }
    }
    page.append(
        """

        ## Checks that no block can fail

        | function | check | why |
        |---|---|---|
        """);
    rest.forEach(page::append);
    GeneratedPage.compare(
        "docs/testnet-invalid-blocks.md", page.toString(), "testnet", InvalidBlockTest.class);
  }
}
