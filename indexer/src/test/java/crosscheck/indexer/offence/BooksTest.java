package crosscheck.indexer.offence;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.chains.Chain;
import crosscheck.chains.JudgedChains;
import crosscheck.chains.PlainOffences;
import crosscheck.replay.Judgement;
import crosscheck.replay.Verdict;
import crosscheck.spec.Evidence;
import crosscheck.spec.Spec;
import crosscheck.spec.Vote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The books over every reference chain, against the comparison of everything with everything. */
final class BooksTest {

  @TestFactory
  Stream<DynamicTest> giveWhatComparingAllPairsGives() throws IOException {
    return JudgedChains.folders().stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
  }

  private static void check(Path folder) throws Exception {
    Chain chain = new Chain(folder, "v0.8.3");
    // An entry that comes twice is one input.
    Map<Bytes32, Judgement> valid = new HashMap<>();
    List<Judgement> judgements = new ArrayList<>();
    for (Judgement judgement : JudgedChains.oneByOne(chain)) {
      if (judgement.verdict() == Verdict.VALID
          && valid.putIfAbsent(judgement.root().orElseThrow(), judgement) == null) {
        judgements.add(judgement);
      }
    }
    assertThat(found(chain.spec(), judgements))
        .isEqualTo(PlainOffences.in(chain.spec(), judgements));
  }

  private static SortedSet<String> found(Spec spec, List<Judgement> judgements) {
    long slotsPerEpoch = spec.config().uint64("SLOTS_PER_EPOCH");
    Evidence evidence = spec.evidence();
    ProposalBook proposals = new ProposalBook(ProposalBook.MAX_BLOCKS);
    VoteBook votes = new VoteBook(VoteBook.BUDGET_BYTES);
    Map<Fingerprint, Bytes32> roots = new HashMap<>();
    SortedMap<String, SortedSet<Integer>> found = new TreeMap<>();
    for (int i = 0; i < judgements.size(); i++) {
      Judgement judgement = judgements.get(i);
      int proposer = (int) judgement.proposerIndex().getAsLong();
      long epoch = judgement.block().orElseThrow().slot() / slotsPerEpoch;
      for (long other : proposals.enter(epoch, proposer, i).others()) {
        List<Bytes32> pair =
            sorted(
                judgements.get((int) other).root().orElseThrow(), judgement.root().orElseThrow());
        found
            .computeIfAbsent(
                "double_proposal " + pair.get(0) + " " + pair.get(1), key -> new TreeSet<>())
            .add(proposer);
      }
      for (Vote vote :
          evidence.votes(judgement.block().orElseThrow(), judgement.post().orElseThrow())) {
        roots.put(Fingerprint.of(vote.dataRoot()), vote.dataRoot());
        for (Conflict conflict : votes.enter(Cast.of(i, vote)).conflicts()) {
          SortedSet<Integer> validators =
              found.computeIfAbsent(
                  conflict.kind().word()
                      + " "
                      + roots.get(conflict.first().data())
                      + " "
                      + roots.get(conflict.second().data()),
                  key -> new TreeSet<>());
          for (int validator : conflict.validators()) {
            assertThat(validators.add(validator)).as("named once").isTrue();
          }
        }
      }
    }
    assertThat(votes.passedOver() + proposals.passedOver()).isZero();
    SortedSet<String> lines = new TreeSet<>();
    found.forEach((pair, validators) -> lines.add(pair + " " + validators));
    return lines;
  }

  private static List<Bytes32> sorted(Bytes32 one, Bytes32 other) {
    return Stream.of(one, other).sorted(Comparator.naturalOrder()).toList();
  }
}
