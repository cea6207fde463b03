package crosscheck.indexer.offence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Who voted for what, over a window of target epochs, and who thereby voted against himself.
 *
 * <p>A vote of a validator is one number: which of the epoch's attestation data it was for. So a
 * second, different one shows at once; and a vote that surrounds another is looked for in the
 * epochs between (or around) only where some source reaches beyond its own: of votes as they should
 * be, there are none.
 *
 * <p>Memory is bounded by a budget; the oldest epochs make room. With {@link #BUDGET_BYTES} that is
 * {@link #MAX_EPOCHS} epochs of 16 validators, and about 150 of 100,000 validators. A pair of votes
 * is found when both are within the window, whichever comes first, and once for each validator.
 */
final class VoteBook {

  /** The usual budget, bytes. */
  static final long BUDGET_BYTES = 64L << 20;

  /** Target epochs remembered at most, however small. */
  static final int MAX_EPOCHS = 8_192;

  /** Different votes of a validator for one epoch that are remembered: 28 pairs are enough. */
  static final int MAX_VOTES_FOR_AN_EPOCH = 8;

  /** Pairs a validator is convicted by; somebody caught that often is known well enough. */
  static final int MAX_CONFLICTS_OF_A_VALIDATOR = 256;

  /** What the objects of one data, aggregate and epoch take beside what is counted by the piece. */
  private static final int DATA_BYTES = 160;

  private static final int AGGREGATE_BYTES = 64;
  private static final int EPOCH_BYTES = 256;
  private static final int MORE_BYTES = 96;

  /** In place of a data's number. */
  private static final char NONE = 0;

  private final long budget;
  private final NavigableMap<Long, Epoch> epochs = new TreeMap<>(Long::compareUnsigned);
  private final Map<Integer, Integer> convictions = new HashMap<>();
  private long bytes;
  private long floor;
  private long passedOver;

  /** An attestation's data in one epoch, and the aggregates that brought voters for it. */
  private static final class Data {
    final Fingerprint fingerprint;
    final long source;
    final List<Aggregate> aggregates = new ArrayList<>(1);

    Data(Fingerprint fingerprint, long source) {
      this.fingerprint = fingerprint;
      this.source = source;
    }
  }

  private record Aggregate(long inputId, int position, byte[] voters) {}

  private static final class Epoch {
    final long target;
    final List<Data> data = new ArrayList<>();
    final Map<Fingerprint, Character> numbers = new HashMap<>();

    /** By validator: number of the data voted for first, from 1, or NONE. */
    char[] first = new char[0];

    /** Numbers of the data voted for after the first. */
    final Map<Integer, char[]> more = new HashMap<>();

    long minSource = -1;
    long maxSource;
    long bytes = EPOCH_BYTES;

    Epoch(long target) {
      this.target = target;
    }

    Data numbered(char number) {
      return data.get(number - 1);
    }
  }

  /**
   * @param budget bytes, about
   */
  VoteBook(long budget) {
    this.budget = budget;
  }

  /**
   * What came of a vote.
   *
   * @param kept whether it told something new, and so is remembered
   */
  record Entry(boolean kept, List<Conflict> conflicts) {}

  private static final Entry NOTHING_NEW = new Entry(false, List.of());

  /** Enters a vote, and tells what it conflicts with. */
  Entry enter(Cast cast) {
    if (Long.compareUnsigned(cast.targetEpoch(), floor) < 0) {
      passedOver++;
      return NOTHING_NEW;
    }
    Epoch epoch = epochs.get(cast.targetEpoch());
    char known = epoch == null ? NONE : epoch.numbers.getOrDefault(cast.data(), NONE);
    int[] fresh = epoch == null ? cast.voters() : fresh(epoch, known, cast.voters());
    if (fresh.length == 0) {
      return NOTHING_NEW;
    }
    if (!makeRoom(cast, known == NONE)) {
      passedOver++;
      return NOTHING_NEW;
    }
    Epoch open = epochs.computeIfAbsent(cast.targetEpoch(), this::opened);
    char number = known == NONE ? add(open, cast) : known;
    keep(open, open.numbered(number), cast);
    Conflicts conflicts = new Conflicts(cast);
    for (int validator : fresh) {
      record(open, number, validator, conflicts);
    }
    surrounds(cast, fresh, conflicts);
    return new Entry(true, conflicts.found());
  }

  /** Voters that this data did not have, and that are not known to vote for anything. */
  private int[] fresh(Epoch epoch, char number, int[] voters) {
    int[] fresh = new int[voters.length];
    int count = 0;
    for (int validator : voters) {
      char first = validator < epoch.first.length ? epoch.first[validator] : NONE;
      if (first == NONE || (first != number && again(epoch, number, validator))) {
        fresh[count++] = validator;
      }
    }
    return Arrays.copyOf(fresh, count);
  }

  /** Whether this is a further vote of a validator who has one, and to be remembered. */
  private boolean again(Epoch epoch, char number, int validator) {
    char[] more = epoch.more.getOrDefault(validator, new char[0]);
    for (char other : more) {
      if (other == number) {
        return false;
      }
    }
    if (more.length + 1 >= MAX_VOTES_FOR_AN_EPOCH) {
      passedOver++;
      return false;
    }
    return true;
  }

  /** Lets the oldest epochs go until the vote fits; false when it is the oldest itself. */
  private boolean makeRoom(Cast cast, boolean newData) {
    Epoch epoch = epochs.get(cast.targetEpoch());
    if (newData && epoch != null && epoch.data.size() == Character.MAX_VALUE) {
      return false;
    }
    int last = cast.voters()[cast.voters().length - 1];
    long most =
        DATA_BYTES
            + AGGREGATE_BYTES
            + EPOCH_BYTES
            + 5L * cast.voters().length
            + 2L * Math.max(0, last + 1_024 - (epoch == null ? 0 : epoch.first.length));
    while (bytes + most > budget || (epochs.size() >= MAX_EPOCHS && epoch == null)) {
      if (epochs.isEmpty() || Long.compareUnsigned(epochs.firstKey(), cast.targetEpoch()) >= 0) {
        return false;
      }
      forgetBefore(epochs.firstKey() + 1);
    }
    return true;
  }

  /** Lets go of earlier target epochs, and looks at votes for them no more. */
  void forgetBefore(long target) {
    while (!epochs.isEmpty() && Long.compareUnsigned(epochs.firstKey(), target) < 0) {
      bytes -= epochs.pollFirstEntry().getValue().bytes;
    }
    floor = Long.compareUnsigned(floor, target) < 0 ? target : floor;
  }

  private Epoch opened(long target) {
    bytes += EPOCH_BYTES;
    return new Epoch(target);
  }

  private char add(Epoch epoch, Cast cast) {
    epoch.data.add(new Data(cast.data(), cast.sourceEpoch()));
    char number = (char) epoch.data.size();
    epoch.numbers.put(cast.data(), number);
    if (Long.compareUnsigned(cast.sourceEpoch(), epoch.minSource) < 0) {
      epoch.minSource = cast.sourceEpoch();
    }
    if (Long.compareUnsigned(cast.sourceEpoch(), epoch.maxSource) > 0) {
      epoch.maxSource = cast.sourceEpoch();
    }
    count(epoch, DATA_BYTES);
    return number;
  }

  private void keep(Epoch epoch, Data data, Cast cast) {
    byte[] voters = Indices.pack(cast.voters());
    data.aggregates.add(new Aggregate(cast.inputId(), cast.position(), voters));
    count(epoch, AGGREGATE_BYTES + voters.length);
    int last = cast.voters()[cast.voters().length - 1];
    if (epoch.first.length <= last) {
      // A registry grows slowly: the next epochs begin with what this one needed.
      int length = Math.max(last + 1, Math.min(2 * epoch.first.length, last + 1024));
      count(epoch, 2L * (length - epoch.first.length));
      epoch.first = Arrays.copyOf(epoch.first, length);
    }
  }

  private void count(Epoch epoch, long more) {
    epoch.bytes += more;
    bytes += more;
  }

  /** A validator's vote, and what it doubles. */
  private void record(Epoch epoch, char number, int validator, Conflicts conflicts) {
    char first = epoch.first[validator];
    if (first == NONE) {
      epoch.first[validator] = number;
      return;
    }
    char[] more = epoch.more.getOrDefault(validator, new char[0]);
    conflicts.add(epoch, epoch.numbered(first), validator);
    for (char other : more) {
      conflicts.add(epoch, epoch.numbered(other), validator);
    }
    char[] longer = Arrays.copyOf(more, more.length + 1);
    longer[more.length] = number;
    epoch.more.put(validator, longer);
    count(epoch, more.length == 0 ? MORE_BYTES : 2);
  }

  /** Looks between source and target for what this vote surrounds, and above for the reverse. */
  private void surrounds(Cast cast, int[] fresh, Conflicts conflicts) {
    long source = cast.sourceEpoch();
    long target = cast.targetEpoch();
    if (Long.compareUnsigned(source, target) < 0) {
      for (Epoch epoch : epochs.subMap(source, false, target, false).values()) {
        if (Long.compareUnsigned(epoch.maxSource, source) > 0) {
          compare(epoch, fresh, conflicts, 1);
        }
      }
    }
    for (Epoch epoch : epochs.tailMap(target, false).values()) {
      if (Long.compareUnsigned(epoch.minSource, source) < 0) {
        compare(epoch, fresh, conflicts, -1);
      }
    }
  }

  /**
   * @param side 1 for votes with a later source than the new one's, -1 for an earlier one
   */
  private static void compare(Epoch epoch, int[] voters, Conflicts conflicts, int side) {
    long source = conflicts.cast.sourceEpoch();
    for (int validator : voters) {
      if (validator < epoch.first.length && epoch.first[validator] != NONE) {
        Data first = epoch.numbered(epoch.first[validator]);
        if (Long.compareUnsigned(first.source, source) == side) {
          conflicts.add(epoch, first, validator);
        }
        for (char number : epoch.more.getOrDefault(validator, new char[0])) {
          Data other = epoch.numbered(number);
          if (Long.compareUnsigned(other.source, source) == side) {
            conflicts.add(epoch, other, validator);
          }
        }
      }
    }
  }

  /** Against whom and what one vote speaks, by the data it conflicts with. */
  private final class Conflicts {
    final Cast cast;
    private final Map<Data, Against> against = new HashMap<>();

    private record Against(Epoch epoch, Data data, List<Integer> validators) {}

    Conflicts(Cast cast) {
      this.cast = cast;
    }

    void add(Epoch epoch, Data data, int validator) {
      int before = convictions.merge(validator, 1, Integer::sum);
      if (before > MAX_CONFLICTS_OF_A_VALIDATOR) {
        passedOver++;
        return;
      }
      against
          .computeIfAbsent(data, d -> new Against(epoch, d, new ArrayList<>()))
          .validators
          .add(validator);
    }

    List<Conflict> found() {
      if (against.isEmpty()) {
        return List.of();
      }
      List<Conflict> found = new ArrayList<>();
      against.values().stream()
          .sorted(
              Comparator.comparing((Against a) -> a.epoch.target, Long::compareUnsigned)
                  .thenComparing(a -> a.epoch.numbers.get(a.data.fingerprint)))
          .forEach(a -> found.addAll(conflicts(a)));
      return found;
    }

    /** One conflict for each aggregate that is needed to name them all. */
    private List<Conflict> conflicts(Against a) {
      List<Conflict> found = new ArrayList<>();
      int[] left = a.validators.stream().mapToInt(i -> i).sorted().toArray();
      for (Aggregate aggregate : a.data.aggregates) {
        int[] voters = Indices.unpack(aggregate.voters);
        int[] both = Indices.common(left, voters);
        if (both.length > 0) {
          Cast other =
              new Cast(
                  aggregate.inputId,
                  aggregate.position,
                  a.data.fingerprint,
                  a.data.source,
                  a.epoch.target,
                  voters);
          found.add(Conflict.between(cast, other, both));
          left = Arrays.stream(left).filter(i -> Arrays.binarySearch(both, i) < 0).toArray();
        }
      }
      return found;
    }
  }

  /** Bytes in use, by our own count. */
  long bytes() {
    return bytes;
  }

  /** Target epochs remembered. */
  int epochs() {
    return epochs.size();
  }

  /** Votes for earlier target epochs are not looked at any more. */
  long floor() {
    return floor;
  }

  /** Votes that were not looked at, or not against each other, for a bound of ours. */
  long passedOver() {
    return passedOver;
  }
}
