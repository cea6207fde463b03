package crosscheck.indexer;

import crosscheck.indexer.follow.Network;
import crosscheck.indexer.follow.Sql;
import crosscheck.replay.History;
import crosscheck.replay.HistoryException;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Blocks and kept post-states out of the database, for the judging thread on its connection. */
final class StoredHistory implements History {

  private static final Logger log = LoggerFactory.getLogger(StoredHistory.class);

  /** States waiting to be written hold memory. */
  private static final int MOST_WORTH_KEEPING = 4;

  private final Handle handle;
  private final Spec spec;
  private final int worthKeeping;
  private final Set<Bytes32> kept = new HashSet<>();
  private final Map<Bytes32, State> remade = new LinkedHashMap<>();
  private long blocksRead;

  /**
   * @param worthKeeping how many blocks it must have taken to make a state again that is kept then
   */
  StoredHistory(Handle handle, Network network, int worthKeeping) {
    this.handle = handle;
    this.spec = network.spec();
    this.worthKeeping = worthKeeping;
    handle
        .createQuery(Sql.named("snapshot_roots"))
        .mapTo(byte[].class)
        .forEach(root -> kept.add(Bytes32.wrap(root)));
  }

  /** Whether the state of this block is kept. */
  boolean keeps(Bytes32 root) {
    return kept.contains(root);
  }

  /** Learns that a state is kept now. */
  void kept(Bytes32 root) {
    kept.add(root);
  }

  /** Learns that a state is kept no more. */
  void forgotten(Bytes32 root) {
    kept.remove(root);
  }

  /** How many blocks were asked for: executed again. */
  long blocksRead() {
    return blocksRead;
  }

  /** Hands over what was made again at a high price since the last call. */
  Map<Bytes32, State> takeRemade() {
    Map<Bytes32, State> taken = Map.copyOf(remade);
    remade.clear();
    return taken;
  }

  @Override
  public void remade(Bytes32 root, State post, int executed) {
    if (executed >= worthKeeping && remade.size() < MOST_WORTH_KEEPING) {
      remade.put(root, post);
    }
  }

  @Override
  public Optional<Bytes> block(Bytes32 root) {
    blocksRead++;
    return one("block_of_root", root).map(Bytes::wrap);
  }

  @Override
  public Optional<State> snapshot(Bytes32 root) {
    if (!kept.contains(root)) {
      return Optional.empty();
    }
    Optional<byte[]> stored = one("state_snapshot", root);
    try {
      State state = spec.decodeState(Zlib.decompress(stored.orElse(new byte[0])));
      if (spec.hash(state).equals(claimedRoot(root))) {
        return Optional.of(state);
      }
      forget(root, "it has another root");
    } catch (IOException | SszException e) {
      forget(root, e.toString());
    }
    return Optional.empty();
  }

  private Bytes32 claimedRoot(Bytes32 root) throws SszException {
    byte[] ssz =
        one("block_of_root", root)
            .orElseThrow(() -> new IllegalStateException("block " + root + " is not stored"));
    return spec.decodeBlock(Bytes.wrap(ssz)).stateRoot();
  }

  private void forget(Bytes32 root, String why) {
    log.warn("the kept state of block {} is damaged ({}); it is made again", root, why);
    kept.remove(root);
    execute("forget_state_snapshot", root);
  }

  private Optional<byte[]> one(String statement, Bytes32 root) {
    try {
      return handle
          .createQuery(Sql.named(statement))
          .bind("root", root.toArrayUnsafe())
          .mapTo(byte[].class)
          .findOne();
    } catch (JdbiException e) {
      throw new HistoryException(e);
    }
  }

  private void execute(String statement, Bytes32 root) {
    try {
      handle.createUpdate(Sql.named(statement)).bind("root", root.toArrayUnsafe()).execute();
    } catch (JdbiException e) {
      throw new HistoryException(e);
    }
  }
}
