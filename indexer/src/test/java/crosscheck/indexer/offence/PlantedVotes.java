package crosscheck.indexer.offence;

import crosscheck.chains.PlainOffences;
import crosscheck.spec.Vote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Votes as an honest network casts them, in committees of 130, with double and surround votes of
 * some culprits put in at random places, before or after what they contradict.
 *
 * @param offences by comparing all votes of each culprit
 */
record PlantedVotes(List<Vote> votes, SortedSet<String> offences) {

  private static final int COMMITTEE = 130;
  private static final int CULPRITS = 40;
  private static final int PLANTED = 160;

  static PlantedVotes among(int count, int validators, long seed) {
    Random random = new Random(seed);
    List<Vote> votes = new ArrayList<>(count);
    int[] order = IntStream.range(0, validators).toArray();
    for (long epoch = 1; votes.size() < count - PLANTED; epoch++) {
      shuffle(order, random);
      int committees = Math.min(validators / COMMITTEE, count - PLANTED - votes.size());
      for (int c = 0; c < committees; c++) {
        int[] voters = Arrays.copyOfRange(order, c * COMMITTEE, (c + 1) * COMMITTEE);
        Arrays.sort(voters);
        votes.add(vote(votes.size(), epoch - 1, epoch, voters));
      }
    }
    long last = votes.get(votes.size() - 1).targetEpoch();
    for (int n = 0; n < PLANTED; n++) {
      long target = 5L + random.nextInt((int) last - 8);
      long source = n % 2 == 0 ? target - 1 : target - 3 - random.nextInt(2);
      Vote lie = vote(count + n, source, target, random.nextInt(CULPRITS));
      votes.add(random.nextInt(votes.size()), lie);
    }
    return new PlantedVotes(votes, offences(votes));
  }

  private static Vote vote(int data, long source, long target, int... voters) {
    return new Vote(0, Bytes32.rightPad(Bytes.ofUnsignedInt(data)), source, target, voters);
  }

  private static SortedSet<String> offences(List<Vote> votes) {
    SortedMap<String, SortedSet<Integer>> merged = new TreeMap<>();
    for (int i = 0; i < CULPRITS; i++) {
      int culprit = i;
      List<Vote> own =
          votes.stream()
              .filter(vote -> Arrays.binarySearch(vote.voters(), culprit) >= 0)
              .map(v -> new Vote(0, v.dataRoot(), v.sourceEpoch(), v.targetEpoch(), one(culprit)))
              .toList();
      for (String line : PlainOffences.among(own)) {
        merged
            .computeIfAbsent(line.substring(0, line.indexOf(" [")), pair -> new TreeSet<>())
            .add(culprit);
      }
    }
    SortedSet<String> lines = new TreeSet<>();
    merged.forEach((pair, culprits) -> lines.add(pair + " " + culprits));
    return lines;
  }

  private static int[] one(int validator) {
    return new int[] {validator};
  }

  private static void shuffle(int[] order, Random random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }
}
