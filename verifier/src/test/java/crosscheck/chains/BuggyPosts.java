package crosscheck.chains;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.chains.Chain.Entry;
import crosscheck.spec.State;
import crosscheck.spec.v08.BeaconState;
import crosscheck.ssz.SszDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What the buggy clients of a chain hold after a block, against our post-state of the good block
 * beside it: exactly the fields and paths that the index lists differ.
 */
final class BuggyPosts {

  /** More than any of these states differ in; an index lists at most 60. */
  private static final int MOST_PATHS = 1000;

  private final Chain chain;
  private final Map<Integer, State> postByEntry;

  BuggyPosts(Chain chain, Map<Integer, State> postByEntry) {
    this.chain = chain;
    this.postByEntry = postByEntry;
  }

  /** Where an entry's difference is not the listed one; empty for entries without such a state. */
  List<String> differences(Entry entry) throws Exception {
    JsonNode buggyPost = entry.node().path("buggy_post");
    if (buggyPost.isMissingNode()) {
      return List.of();
    }
    JsonNode correct = entry.node().required("correct_post");
    State ours = postByEntry.get(correct.required("sibling").asInt());
    if (ours == null) {
      return List.of("no post-state of the good block " + correct);
    }
    State theirs = chain.spec().decodeState(chain.bytes(buggyPost.required("file").asText()));
    List<String> differences = new ArrayList<>();
    if (!chain.spec().hash(theirs).equals(Chain.root(buggyPost.required("state_root")))) {
      differences.add("buggy_post: root of the decoded state is " + chain.spec().hash(theirs));
    }
    Set<String> paths = pathsThatDiffer((BeaconState) ours, (BeaconState) theirs);
    Set<String> fields =
        paths.stream()
            .map(path -> path.split("[.\\[]")[0])
            .collect(Collectors.toCollection(TreeSet::new));
    compare("fields", texts(buggyPost.required("fields_differ")), fields, differences);
    compare("paths", texts(buggyPost.required("paths_differ")), paths, differences);
    return differences;
  }

  private static void compare(
      String what, Set<String> listed, Set<String> found, List<String> differences) {
    if (!found.equals(listed)) {
      differences.add(
          "buggy_post: " + what + " that differ: expected " + listed + ", were " + found);
    }
  }

  private Set<String> pathsThatDiffer(BeaconState ours, BeaconState theirs) {
    return SszDiff.between(chain.spec().ssz().type(BeaconState.class), ours, theirs, MOST_PATHS)
        .stream()
        .map(SszDiff.Difference::path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The index names single bits; to our diff a bit field is one value. */
  private static Set<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(text -> text.asText().replaceFirst("^(justification_bits)\\[\\d]$", "$1"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
