package crosscheck.chains;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.replay.Judgement;
import crosscheck.replay.Verdict;
import crosscheck.spec.Spec;
import crosscheck.spec.Vote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is to be found in a chain, by comparing everything with everything: the oracle for whatever
 * finds it faster. An offence is a line: the kind, the two roots (of attestation data, the
 * surrounding one first, or of blocks; otherwise the smaller one first), the validators.
 */
public final class PlainOffences {

  private PlainOffences() {}

  /** The offences in the valid blocks among these. */
  public static SortedSet<String> in(Spec spec, List<Judgement> judgements) {
    SortedMap<String, SortedSet<Integer>> found = new TreeMap<>();
    long slotsPerEpoch = spec.config().uint64("SLOTS_PER_EPOCH");
    Map<String, SortedSet<String>> proposals = new HashMap<>();
    List<Vote> votes = new ArrayList<>();
    for (Judgement judgement : judgements) {
      if (judgement.verdict() == Verdict.VALID) {
        int proposer = (int) judgement.proposerIndex().getAsLong();
        String root = judgement.root().orElseThrow().toHexString();
        long epoch = judgement.block().orElseThrow().slot() / slotsPerEpoch;
        SortedSet<String> others =
            proposals.computeIfAbsent(epoch + " " + proposer, key -> new TreeSet<>());
        for (String other : others) {
          if (!other.equals(root)) {
            add(found, "double_proposal", true, root, other, proposer);
          }
        }
        others.add(root);
        votes.addAll(
            spec.evidence().votes(judgement.block().orElseThrow(), judgement.post().orElseThrow()));
      }
    }
    votesAgainstVotes(votes, found);
    return lines(found);
  }

  /** All pairs of votes. */
  public static SortedSet<String> among(List<Vote> votes) {
    SortedMap<String, SortedSet<Integer>> found = new TreeMap<>();
    votesAgainstVotes(votes, found);
    return lines(found);
  }

  private static void votesAgainstVotes(
      List<Vote> votes, SortedMap<String, SortedSet<Integer>> found) {
    for (Vote a : votes) {
      for (Vote b : votes) {
        if (a.doubles(b) || a.surrounds(b)) {
          for (int validator : a.voters()) {
            for (int other : b.voters()) {
              if (validator == other) {
                add(
                    found,
                    a.doubles(b) ? "double_vote" : "surround_vote",
                    a.doubles(b),
                    a.dataRoot().toHexString(),
                    b.dataRoot().toHexString(),
                    validator);
              }
            }
          }
        }
      }
    }
  }

  private static void add(
      SortedMap<String, SortedSet<Integer>> found,
      String kind,
      boolean unordered,
      String first,
      String second,
      int validator) {
    boolean swap = unordered && first.compareTo(second) > 0;
    String pair = swap ? second + " " + first : first + " " + second;
    found.computeIfAbsent(kind + " " + pair, key -> new TreeSet<>()).add(validator);
  }

  private static SortedSet<String> lines(SortedMap<String, SortedSet<Integer>> found) {
    SortedSet<String> lines = new TreeSet<>();
    found.forEach((pair, validators) -> lines.add(pair + " " + validators));
    return lines;
  }

  /** What the reference found, from {@code offences} of its index. */
  public static SortedSet<String> ofReference(JsonNode index) {
    SortedMap<String, SortedSet<Integer>> found = new TreeMap<>();
    for (JsonNode offence : index.required("offences")) {
      String kind = offence.required("kind").asText();
      boolean proposal = kind.equals("double_proposal");
      JsonNode pair = offence.required(proposal ? "roots" : "data");
      for (JsonNode validator : offence.required("validators")) {
        add(
            found,
            kind,
            !kind.equals("surround_vote"),
            proposal ? pair.get(0).asText() : pair.get(0).required("root").asText(),
            proposal ? pair.get(1).asText() : pair.get(1).required("root").asText(),
            validator.asInt());
      }
    }
    return lines(found);
  }
}
