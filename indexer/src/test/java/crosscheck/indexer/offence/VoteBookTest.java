package crosscheck.indexer.offence;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.chains.PlainOffences;
import crosscheck.spec.Vote;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

final class VoteBookTest {

  private static final long BUDGET = VoteBook.BUDGET_BYTES;

  /** Enters votes, and gathers what was found in the words of {@link PlainOffences}. */
  private static final class Reader {
    final VoteBook book;
    final Map<Fingerprint, Bytes32> roots = new HashMap<>();
    final SortedMap<String, SortedSet<Integer>> found = new TreeMap<>();
    int named;
    long inputId;

    Reader(long budget) {
      this.book = new VoteBook(budget);
    }

    Reader read(List<Vote> votes) {
      votes.forEach(this::read);
      return this;
    }

    void read(Vote vote) {
      roots.put(Fingerprint.of(vote.dataRoot()), vote.dataRoot());
      for (Conflict conflict : book.enter(Cast.of(++inputId, vote)).conflicts()) {
        String first = roots.get(conflict.first().data()).toHexString();
        String second = roots.get(conflict.second().data()).toHexString();
        boolean swap = conflict.kind() == Kind.DOUBLE_VOTE && first.compareTo(second) > 0;
        SortedSet<Integer> validators =
            found.computeIfAbsent(
                ((conflict.kind() == Kind.SURROUND_VOTE) ? "surround_vote " : "double_vote ")
                    + (swap ? second + " " + first : first + " " + second),
                pair -> new TreeSet<>());
        for (int validator : conflict.validators()) {
          assertThat(validators.add(validator)).as("named once").isTrue();
          assertThat(conflict.first().voters()).contains(validator);
          assertThat(conflict.second().voters()).contains(validator);
          named++;
        }
      }
    }

    SortedSet<String> lines() {
      SortedSet<String> lines = new TreeSet<>();
      found.forEach((pair, validators) -> lines.add(pair + " " + validators));
      return lines;
    }
  }

  private static Vote vote(int data, long source, long target, int... voters) {
    Bytes32 root = Bytes32.rightPad(Bytes.ofUnsignedInt(data));
    return new Vote(0, root, source, target, voters);
  }

  @Test
  void findsDoubleVotesOnceForEachValidatorOfAPair() {
    Reader reader = new Reader(BUDGET);
    reader.read(List.of(vote(1, 3, 4, 1, 2, 3), vote(2, 3, 4, 3, 4)));
    assertThat(reader.named).isEqualTo(1);

    reader.read(List.of(vote(2, 3, 4, 3, 4), vote(1, 3, 4, 1, 2, 3)));
    assertThat(reader.named).as("the same again").isEqualTo(1);

    reader.read(vote(2, 3, 4, 2, 3));
    assertThat(reader.named).as("another aggregate with one more culprit").isEqualTo(2);
    assertThat(reader.lines())
        .isEqualTo(PlainOffences.among(List.of(vote(1, 3, 4, 1, 2, 3), vote(2, 3, 4, 2, 3, 4))))
        .hasSize(1);
  }

  @Test
  void findsSurroundVotesWhicheverComesFirst() {
    List<Vote> votes = List.of(vote(1, 3, 8, 5, 6), vote(2, 4, 7, 6), vote(3, 5, 6, 6, 7));

    SortedSet<String> expected = PlainOffences.among(votes);

    assertThat(expected).hasSize(3);
    assertThat(new Reader(BUDGET).read(votes).lines()).isEqualTo(expected);
    List<Vote> reversed = new ArrayList<>(votes);
    Collections.reverse(reversed);
    assertThat(new Reader(BUDGET).read(reversed).lines()).isEqualTo(expected);
  }

  @Test
  void findsNothingInVotesThatOnlyTouch() {
    List<Vote> votes = List.of(vote(1, 3, 4, 1), vote(2, 4, 5, 1), vote(3, 5, 7, 1));
    assertThat(new Reader(BUDGET).read(votes).lines()).isEmpty();

    List<Vote> sameSource = List.of(vote(1, 3, 4, 1), vote(2, 3, 6, 1), vote(3, 3, 9, 1));
    assertThat(new Reader(BUDGET).read(sameSource).lines()).isEmpty();
  }

  @Test
  void agreesWithTheComparisonOfAllPairsInAnyOrder() {
    Random random = new Random(8);
    for (int round = 0; round < 200; round++) {
      List<Vote> votes = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        int target = 1 + random.nextInt(12);
        int source = random.nextInt(target + 1);
        int[] voters = random.ints(1 + random.nextInt(4), 0, 12).sorted().distinct().toArray();
        votes.add(vote((target * 16 + source) * 4 + random.nextInt(2), source, target, voters));
      }
      assertThat(new Reader(BUDGET).read(votes).lines())
          .as("round %d", round)
          .isEqualTo(PlainOffences.among(votes));
    }
  }

  @Test
  void findsEveryPlantedOffenceAmongAHundredThousandAttestationsAndNothingElse() {
    PlantedVotes planted = PlantedVotes.among(100_000, 16_384, 100_000);
    long budget = 256L << 20;

    Reader reader = new Reader(budget).read(planted.votes());

    assertThat(reader.lines()).isEqualTo(planted.offences()).hasSizeGreaterThan(150);
    assertThat(reader.book.passedOver()).isZero();
    assertThat(reader.book.bytes()).isLessThanOrEqualTo(budget);
  }

  @Test
  void staysWithinItsBudgetAndForgetsTheOldestEpochs() {
    long budget = 8L << 20;
    PlantedVotes planted = PlantedVotes.among(20_000, 16_384, 20_000);
    Reader reader = new Reader(budget);
    for (Vote vote : planted.votes()) {
      reader.read(vote);
      assertThat(reader.book.bytes()).isLessThanOrEqualTo(budget);
    }

    assertThat(reader.book.epochs()).isBetween(50, 150);
    assertThat(reader.book.floor()).isPositive();
    assertThat(planted.offences()).containsAll(reader.lines());

    long before = reader.book.passedOver();
    reader.read(vote(77, 0, reader.book.floor() - 1, 1));
    assertThat(reader.book.passedOver()).isEqualTo(before + 1);
  }

  @Test
  void remembersThousandsOfEpochsOfAFewValidators() {
    VoteBook book = new VoteBook(BUDGET);
    for (int epoch = 1; epoch <= 10_000; epoch++) {
      for (int slot = 0; slot < 8; slot++) {
        book.enter(
            Cast.of(8L * epoch + slot, vote(8 * epoch + slot, epoch - 1, epoch, slot, slot + 8)));
      }
    }

    assertThat(book.epochs()).isEqualTo(VoteBook.MAX_EPOCHS);
    assertThat(book.bytes()).isLessThan(BUDGET / 2);
    // Surrounds every vote of both in between: named as far as the bound for one validator goes.
    List<Conflict> conflicts =
        book.enter(Cast.of(1_000_000, vote(1_000_000, 9_000, 10_001, 3, 11))).conflicts();
    assertThat(conflicts).hasSize(VoteBook.MAX_CONFLICTS_OF_A_VALIDATOR);
    assertThat(conflicts).allMatch(conflict -> conflict.kind() == Kind.SURROUND_VOTE);
  }

  @Test
  void boundsWhatOneValidatorCanMakeUsRemember() {
    VoteBook book = new VoteBook(BUDGET);
    int named = 0;
    for (int data = 1; data <= 1_000; data++) {
      named += book.enter(Cast.of(data, vote(data, 3, 4, 7))).conflicts().size();
    }

    int most = VoteBook.MAX_VOTES_FOR_AN_EPOCH;
    assertThat(named).isEqualTo(most * (most - 1) / 2);
    assertThat(book.passedOver()).isEqualTo(1_000 - most);
    assertThat(book.bytes()).isLessThan(10_000);
  }

  @Test
  void takesAVoteOfNobodyForNothing() {
    assertThat(new VoteBook(BUDGET).enter(Cast.of(1, vote(1, 3, 4))).kept()).isFalse();
  }
}
