package crosscheck.indexer.chain;

import crosscheck.indexer.follow.Columns;
import crosscheck.indexer.follow.Events;
import crosscheck.indexer.follow.Following;
import crosscheck.indexer.follow.Judged;
import crosscheck.indexer.follow.Sql;
import crosscheck.replay.Judgement;
import crosscheck.spec.Block;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The forks and the database: finds where a block is, and writes what has grown. In memory are the
 * forks, and the places of the blocks that were asked for lately.
 */
final class Tree {

  private static final int PLACES_REMEMBERED = 4096;

  private final Handle handle;
  private final Events events;
  private final Place genesis;
  private final Forks forks;
  private final Map<Bytes32, Place> remembered =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes32, Place> eldest) {
          return size() > PLACES_REMEMBERED;
        }
      };

  /** Blocks of the transaction at hand; they are not in the database yet. */
  private final Map<Bytes32, Place> unwritten = new HashMap<>();

  /** Forks of the transaction at hand with the time of their last block. */
  private final Map<Integer, Instant> touched = new LinkedHashMap<>();

  Tree(Following following) {
    this.handle = following.handle();
    this.events = following.events();
    Bytes32 root = following.network().genesisRoot();
    long slot = following.network().genesis().slot();
    this.genesis = new Place(0, slot, root);
    List<Fork> stored =
        handle.createQuery(Sql.named("forks")).map((row, context) -> fork(row)).list();
    if (stored.isEmpty()) {
      this.forks = new Forks(List.of(Fork.genesis(root, slot)));
      handle.createUpdate(Sql.named("insert_genesis_fork")).execute();
    } else {
      this.forks = new Forks(stored);
    }
  }

  private static Fork fork(ResultSet row) throws SQLException {
    Optional<Place> base = Optional.empty();
    if (row.getBytes("base_root") != null) {
      base =
          Optional.of(
              new Place(
                  row.getInt("parent_id"),
                  uint64(row.getBigDecimal("base_slot")),
                  Bytes32.wrap(row.getBytes("base_root"))));
    }
    return new Fork(
        row.getInt("id"),
        base,
        Bytes32.wrap(row.getBytes("first_root")),
        uint64(row.getBigDecimal("first_slot")),
        Bytes32.wrap(row.getBytes("tip_root")),
        uint64(row.getBigDecimal("tip_slot")),
        row.getInt("block_count"));
  }

  static long uint64(BigDecimal column) {
    return column.toBigInteger().longValue();
  }

  /** A block is valid: it grows a fork, or begins one. */
  void add(Judged judged) {
    Judgement judgement = judged.judgement();
    Block block = judgement.block().orElseThrow();
    Bytes32 root = judgement.root().orElseThrow();
    int before = forks.size();
    Place place = forks.add(root, block.slot(), block.parentRoot(), this::find);
    unwritten.put(root, place);
    touched.put(place.fork(), judged.at());
    if (forks.size() > before) {
      Place base = forks.fork(place.fork()).base().orElseThrow();
      events.add(
          judged.at(),
          "fork_created",
          OptionalLong.of(judged.inputId()),
          "fork_id",
          place.fork(),
          "base_root",
          base.root().toHexString(),
          "base_slot",
          Long.toUnsignedString(base.slot()),
          "root",
          root.toHexString(),
          "slot",
          Long.toUnsignedString(block.slot()));
    }
  }

  /** Where a block is; empty when it is not valid, as far as known. */
  Optional<Place> find(Bytes32 root) {
    if (root.equals(genesis.root())) {
      return Optional.of(genesis);
    }
    Place place = unwritten.get(root);
    if (place == null) {
      place = remembered.get(root);
    }
    if (place != null) {
      return Optional.of(place);
    }
    Optional<Place> found = forks.tip(root).or(() -> ask(root));
    found.ifPresent(it -> remembered.put(root, it));
    return found;
  }

  /**
   * Where a block is that must be in the tree.
   *
   * @throws IllegalStateException when it is not
   */
  Place place(Bytes32 root) {
    return find(root)
        .orElseThrow(() -> new IllegalStateException("block " + root + " is on no fork"));
  }

  private Optional<Place> ask(Bytes32 root) {
    return handle
        .createQuery(Sql.named("place_of_root"))
        .bind("root", root.toArrayUnsafe())
        .map(
            (row, context) ->
                new Place(row.getInt("fork_id"), uint64(row.getBigDecimal("slot")), root))
        .findOne();
  }

  /** The fork with this number. */
  Fork fork(int id) {
    return forks.fork(id);
  }

  /** The last common block of both. */
  Place ancestor(Place a, Place b) {
    return forks.ancestor(a, b);
  }

  void write() {
    if (unwritten.isEmpty()) {
      return;
    }
    writeForks();
    remembered.putAll(unwritten);
    unwritten.clear();
  }

  private void writeForks() {
    PreparedBatch batch = handle.prepareBatch(Sql.named("write_fork"));
    touched.forEach((id, at) -> bind(batch, forks.fork(id), at).add());
    batch.execute();
    touched.clear();
  }

  private static PreparedBatch bind(PreparedBatch batch, Fork fork, Instant at) {
    return batch
        .bind("id", fork.id())
        .bind("parent_id", fork.base().map(Place::fork))
        .bind("base_root", fork.base().map(base -> base.root().toArrayUnsafe()))
        .bind("base_slot", fork.base().map(base -> Columns.unsigned(base.slot())))
        .bind("first_root", fork.firstRoot().toArrayUnsafe())
        .bind("first_slot", Columns.unsigned(fork.firstSlot()))
        .bind("tip_root", fork.tipRoot().toArrayUnsafe())
        .bind("tip_slot", Columns.unsigned(fork.tipSlot()))
        .bind("block_count", fork.blockCount())
        .bind("created_at", Columns.at(at));
  }
}
