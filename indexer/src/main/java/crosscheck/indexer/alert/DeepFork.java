package crosscheck.indexer.alert;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Sql;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** A branch beside our head has grown long, and finality has not yet decided against it. */
record DeepFork(Options options) implements Rule.OfState {

  private record Fork(
      int id, Optional<Integer> parent, String base, long baseSlot, String tip, long tipSlot) {}

  /** A branch: where it leaves our chain, and its longest end. */
  private record Branch(String base, long baseSlot, String tip, long tipSlot) {

    long depth() {
      return tipSlot - baseSlot;
    }
  }

  /** How far our chain goes on a fork: the last of its blocks there. */
  private record End(String root, long slot) {}

  @Override
  public List<Condition> holding(Look look) {
    Map<Integer, Fork> forks = forks(look);
    if (forks.size() < 2) {
      return List.of();
    }
    Map<Integer, End> ours = ours(look, forks);
    Map<String, Branch> branches = new LinkedHashMap<>();
    for (Fork fork : forks.values()) {
      beside(fork, forks, ours)
          .filter(branch -> branch.baseSlot() >= look.now().finalizedSlot())
          .ifPresent(
              branch ->
                  branches.merge(
                      branch.base(), branch, (a, b) -> a.tipSlot() >= b.tipSlot() ? a : b));
    }
    return branches.values().stream()
        .filter(branch -> branch.depth() >= options.number("warning"))
        .map(this::condition)
        .toList();
  }

  private static Map<Integer, Fork> forks(Look look) {
    Map<Integer, Fork> forks = new LinkedHashMap<>();
    look.handle()
        .createQuery(Sql.named("alert_forks"))
        .bind("finalized_slot", Columns.unsigned(look.now().finalizedSlot()))
        .map(
            (row, context) -> {
              int parent = row.getInt("parent_id");
              Optional<Integer> known = row.wasNull() ? Optional.empty() : Optional.of(parent);
              byte[] base = row.getBytes("base_root");
              return new Fork(
                  row.getInt("id"),
                  known,
                  base == null ? "" : Bytes.wrap(base).toHexString(),
                  row.getLong("base_slot"),
                  Bytes.wrap(row.getBytes("tip_root")).toHexString(),
                  row.getLong("tip_slot"));
            })
        .forEach(fork -> forks.put(fork.id(), fork));
    return forks;
  }

  /** The forks that our chain is on, by their numbers. */
  private static Map<Integer, End> ours(Look look, Map<Integer, Fork> forks) {
    Map<Integer, End> ours = new HashMap<>();
    Optional<Integer> at =
        look.handle()
            .createQuery(Sql.named("alert_fork_of"))
            .bind("root", look.now().headRoot().toArrayUnsafe())
            .mapTo(Integer.class)
            .findOne();
    End end = new End(look.now().headRoot().toHexString(), look.now().headSlot());
    while (at.isPresent() && forks.containsKey(at.get())) {
      Fork fork = forks.get(at.get());
      ours.put(fork.id(), end);
      end = new End(fork.base(), fork.baseSlot());
      at = fork.parent();
    }
    return ours;
  }

  /** The branch beside our chain on which the tip of this fork is; empty when it is on ours. */
  private static Optional<Branch> beside(
      Fork fork, Map<Integer, Fork> forks, Map<Integer, End> ours) {
    Fork at = fork;
    while (!ours.containsKey(at.id()) && at.parent().filter(forks::containsKey).isPresent()) {
      Fork parent = forks.get(at.parent().orElseThrow());
      End end = ours.get(parent.id());
      if (end != null && at.baseSlot() <= end.slot()) {
        return Optional.of(new Branch(at.base(), at.baseSlot(), fork.tip(), fork.tipSlot()));
      }
      at = parent;
    }
    // Its own fork, or one below it, is ours in the beginning, and goes on beside us.
    End end = ours.get(at.id());
    return end != null && fork.tipSlot() > end.slot()
        ? Optional.of(new Branch(end.root(), end.slot(), fork.tip(), fork.tipSlot()))
        : Optional.empty();
  }

  private Condition condition(Branch branch) {
    String title =
        "A fork has grown %s deep beside our head: it left our chain after slot %d, and its tip is"
            .formatted(Wording.count(branch.depth(), "slot"), branch.baseSlot());
    Map<String, Object> details =
        Map.of(
            "base_slot", Long.toString(branch.baseSlot()),
            "tip_root", branch.tip(),
            "tip_slot", Long.toString(branch.tipSlot()),
            "depth_slots", Long.toString(branch.depth()));
    return Condition.of(
        "fork:" + branch.base(),
        options.severity(branch.depth()),
        title + " " + Wording.brief(branch.tip()),
        details);
  }
}
