package crosscheck.testnet;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The faults of a running network, and their effects one after the other. For one thread. */
final class FaultBoard {

  private static final Logger LOG = LoggerFactory.getLogger(FaultBoard.class);

  /** Faults that are done are remembered for whoever asks; so many. */
  private static final int DONE_KEPT = 1_000;

  private final long slotsPerEpoch;
  private final TreeMap<Integer, Entry> entries = new TreeMap<>();

  /** Those that are not done. */
  private final List<Entry> live = new ArrayList<>();

  private int nextId = 1;
  private long slot;

  private static final class Entry {
    private final int id;
    private final Fault fault;
    private ActiveFault.State state = ActiveFault.State.WAITING;
    private int strikes;

    Entry(int id, Fault fault) {
      this.id = id;
      this.fault = fault;
    }

    boolean on() {
      return state == ActiveFault.State.ON;
    }

    void strike() {
      strikes++;
      if (fault.window().times().isPresent() && strikes >= fault.window().times().getAsInt()) {
        state = ActiveFault.State.DONE;
      }
    }

    ActiveFault shown() {
      return new ActiveFault(id, fault, state, strikes);
    }
  }

  FaultBoard(List<Fault> faults, long slotsPerEpoch) {
    this.slotsPerEpoch = slotsPerEpoch;
    faults.forEach(this::add);
  }

  /** Adds one; it is on at once when its window is open. */
  ActiveFault add(Fault fault) {
    Entry entry = new Entry(nextId++, fault);
    entries.put(entry.id, entry);
    live.add(entry);
    update(entry);
    while (entries.size() - live.size() > DONE_KEPT) {
      entries.values().stream()
          .filter(each -> each.state == ActiveFault.State.DONE)
          .findFirst()
          .ifPresent(oldest -> entries.remove(oldest.id));
    }
    return entry.shown();
  }

  /** Ends a fault; false when there is none with this number. */
  boolean end(int id) {
    Entry entry = entries.get(id);
    if (entry == null) {
      return false;
    }
    entry.state = ActiveFault.State.DONE;
    live.remove(entry);
    return true;
  }

  List<ActiveFault> all() {
    return entries.values().stream().map(Entry::shown).toList();
  }

  /** The true time has reached a slot: windows open and close. */
  void enter(long presentSlot) {
    if (presentSlot == slot) {
      return;
    }
    slot = presentSlot;
    List.copyOf(live).forEach(this::update);
  }

  private void update(Entry entry) {
    ActiveFault.State before = entry.state;
    Window window = entry.fault.window();
    if (before != ActiveFault.State.DONE) {
      entry.state =
          window.over(slot, slotsPerEpoch)
              ? ActiveFault.State.DONE
              : window.open(slot, slotsPerEpoch) ? ActiveFault.State.ON : ActiveFault.State.WAITING;
    }
    if (entry.state == ActiveFault.State.DONE) {
      live.remove(entry);
    }
    if (entry.state != before) {
      LOG.info(
          "slot {}: {} {}: {}", slot, entry.fault.kind(), entry.state, entry.fault.description());
    }
  }

  List<OutgoingBlock> blocks(Proposal proposal, List<OutgoingBlock> honest) {
    List<OutgoingBlock> blocks = honest;
    for (Entry entry : live) {
      List<OutgoingBlock> before = blocks;
      blocks = entry.on() ? entry.fault.blocks(proposal, before) : before;
      if (blocks != before) {
        entry.strike();
      }
    }
    return blocks;
  }

  List<OutgoingVote> votes(Ballot ballot, List<OutgoingVote> honest) {
    List<OutgoingVote> votes = honest;
    for (Entry entry : live) {
      List<OutgoingVote> before = votes;
      votes = entry.on() ? entry.fault.votes(ballot, before) : before;
      if (votes != before) {
        entry.strike();
      }
    }
    return votes;
  }

  Passage passage(String from, String to, Passage passage, Dice dice) {
    Passage now = passage;
    for (Entry entry : live) {
      if (entry.on()) {
        now = entry.fault.passage(from, to, now, dice.of(entry.id));
      }
    }
    return now;
  }

  long clockAheadMillis(String node) {
    return live.stream()
        .filter(Entry::on)
        .mapToLong(each -> each.fault.clockAheadMillis(node))
        .sum();
  }

  boolean stops(String node) {
    return live.stream().anyMatch(each -> each.on() && each.fault.stops(node));
  }
}
