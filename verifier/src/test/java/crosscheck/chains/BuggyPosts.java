package crosscheck.chains;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.chains.Chain.Entry;
import crosscheck.spec.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What the buggy clients of a chain hold after a block, against our post-state of the good block
 * beside it: exactly the fields that the index lists differ.
 */
final class BuggyPosts {

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
    Set<String> listed =
        StreamSupport.stream(buggyPost.required("fields_differ").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> found = fieldsThatDiffer(ours, theirs);
    if (!found.equals(listed)) {
      differences.add("buggy_post: fields differ: expected " + listed + ", were " + found);
    }
    return differences;
  }

  private Set<String> fieldsThatDiffer(State ours, State theirs) {
    Map<?, ?> left = (Map<?, ?>) chain.spec().ssz().toPlain(ours);
    Map<?, ?> right = (Map<?, ?>) chain.spec().ssz().toPlain(theirs);
    return left.keySet().stream()
        .filter(field -> !Objects.equals(left.get(field), right.get(field)))
        .map(Object::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
