package crosscheck.testnet.bug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.bls.Bls;
import crosscheck.bls.ConfirmedChecker;
import crosscheck.bls.DeferredChecker;
import crosscheck.bls.SignatureChecker;
import crosscheck.chains.Chain;
import crosscheck.spec.Block;
import crosscheck.spec.InvalidException;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.testing.Data;
import crosscheck.testing.GeneratedPage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The buggy transitions, beside those of the reference chains, and where each begins to show. */
final class BugTest {

  private static final String VERSION = "v0.8.3";

  /** In these some bug shows that does not in those before. */
  private static final List<String> CHAINS =
      List.of(
          "finality-16",
          "forks-16",
          "leak-16",
          "queue-32",
          "buggy-planted-32",
          "crosslink-24",
          "edge-16");

  /** A valid block and the state it was executed on. */
  private record Step(State pre, Block block) {}

  @TestFactory
  Stream<DynamicTest> aBuggyClientOfTheReferenceHoldsTheStateThatOursHolds() throws Exception {
    return Stream.of("buggy-16", "buggy-finality-24", "buggy-planted-32")
        .map(name -> dynamicTest(name, () -> compareWithReference(name)));
  }

  private static void compareWithReference(String name) throws Exception {
    Chain chain = new Chain(Data.require("chains/" + name), VERSION);
    Map<Bytes32, State> posts = posts(chain);
    Map<Bug, Spec> clients = new HashMap<>();
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (Chain.Entry entry : chain.entries()) {
      if (!entry.node().has("bug")) {
        continue;
      }
      Bug bug = Bug.of(entry.node().required("bug").required("id").asText());
      Spec client = clients.computeIfAbsent(bug, it -> it.in(VERSION, chain.spec().config()));
      Block block = client.decodeBlock(chain.bytes(entry.file()));
      try {
        client.transition(posts.get(block.parentRoot()), block, unchecked());
      } catch (InvalidException e) {
        differences.add(entry + ", " + bug.id() + ": " + e.getMessage());
      }
      compared++;
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(40);
  }

  /** Takes every signature for right but those of deposits, which change the state. */
  private static SignatureChecker unchecked() {
    return new DeferredChecker(Bls.preferred(), ConfirmedChecker.preferred());
  }

  /** Post-states of the valid blocks by the right transition, by root, with that of genesis. */
  private static Map<Bytes32, State> posts(Chain chain) throws Exception {
    Map<Bytes32, State> posts = new LinkedHashMap<>();
    steps(chain, posts);
    return posts;
  }

  private static List<Step> steps(Chain chain, Map<Bytes32, State> posts) throws Exception {
    Spec spec = chain.spec();
    posts.put(spec.root(spec.genesisBlock(chain.genesis())), chain.genesis());
    List<Step> steps = new ArrayList<>();
    for (Chain.Entry entry : chain.entries()) {
      if (entry.verdict().equals("valid")) {
        Block block = spec.decodeBlock(chain.bytes(entry.file()));
        State pre = posts.get(block.parentRoot());
        posts.put(spec.root(block), spec.transition(pre, block, unchecked()));
        steps.add(new Step(pre, block));
      }
    }
    return steps;
  }

  @Test
  void everyBugOfTheReferenceIsInTheLibraryUnderItsNameAndFunction() throws Exception {
    JsonNode listed = new ObjectMapper().readTree(Data.require("chains/BUGS.json").toFile());
    assertThat(StreamSupport.stream(listed.spliterator(), false))
        .allSatisfy(
            it ->
                assertThat(Bug.of(it.required("id").asText()).function())
                    .isEqualTo(it.required("where").asText()));
  }

  @Test
  void everyBugShowsAndThePageSaysWhereFirst() throws Exception {
    Map<Bug, String> shown = new EnumMap<>(Bug.class);
    // No recorded chain leaves a validator with so little: a test of its own plants one.
    shown.put(Bug.BALANCE_WRAPS, "`BalanceWrapsTest`");
    for (String name : CHAINS) {
      Chain chain = new Chain(Data.require("chains/" + name), VERSION);
      List<Step> steps = steps(chain, new HashMap<>());
      for (Bug bug : Bug.values()) {
        if (!shown.containsKey(bug)) {
          firstShown(bug.in(VERSION, chain.spec().config()), steps)
              .ifPresent(slot -> shown.put(bug, "chain " + name + ", slot " + slot));
        }
      }
    }
    assertThat(Arrays.stream(Bug.values()).filter(bug -> !shown.containsKey(bug))).isEmpty();
    GeneratedPage.compare("docs/testnet-bugs.md", page(shown), "testnet", BugTest.class);
  }

  private static String page(Map<Bug, String> shown) {
    StringBuilder page =
        new StringBuilder(
            """
            # The bugs of the test network's clients

            Written by `BugTest` from the code; a test fails when this page is not what the code says.

            A node of the test network can be given one of these bugs (`bug: NAME` of a node in a plan). It then judges and makes blocks by a
            transition in which one function of the spec is wrong and everything else is the verifier's own
            code. Until the bug shows nobody can tell; from then on the node's states and the state roots of
            its blocks differ, the others refuse its blocks, and it refuses theirs.

            *shows* says when; *seen in* is the first block, of the reference chains in a fixed order, that a
            client with the bug refuses although it is valid. For the bugs that the reference knows too, the
            test compares whole states with those of the reference's buggy clients.

            | bug | function | what it does | shows | seen in |
            |---|---|---|---|---|
            """);
    shown.forEach(
        (bug, where) ->
            page.append(
                "| `%s` | [`%s`](%s) | %s | %s | %s |\n"
                    .formatted(
                        bug.id(), bug.function(), bug.link(), bug.does(), bug.shows(), where)));
    return page.toString();
  }

  private static Optional<String> firstShown(Spec client, List<Step> steps) {
    for (Step step : steps) {
      try {
        client.transition(step.pre(), step.block(), unchecked());
      } catch (InvalidException e) {
        return Optional.of(Long.toUnsignedString(step.block().slot()));
      }
    }
    return Optional.empty();
  }

  @Test
  void idsAreUniqueAndAnUnknownOneIsRefusedWithThoseThereAre() {
    assertThat(new TreeSet<>(Arrays.stream(Bug.values()).map(Bug::id).toList()))
        .hasSize(Bug.values().length);
    assertThatThrownBy(() -> Bug.of("typo"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("base-reward-ceil");
  }
}
