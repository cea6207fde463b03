package crosscheck.replay;

import crosscheck.spec.State;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What was judged before, to make a state again that memory has no room for.
 *
 * <p>An answer that cannot be given for now is a {@link HistoryException}.
 */
public interface History {

  /** The SSZ of a block judged valid, by its id; empty when it is not there. */
  Optional<Bytes> block(Bytes32 root);

  /**
   * The post-state of a block judged valid, where it was kept. It is relied on: a kept state that
   * may be damaged must be left out.
   */
  Optional<State> snapshot(Bytes32 root);

  /**
   * A post-state was made again: may be worth keeping, so that it costs less the next time.
   *
   * @param executed how many blocks it took, 1 or more
   */
  default void remade(Bytes32 root, State post, int executed) {}
}
