package crosscheck.chains;

import crosscheck.replay.History;
import crosscheck.replay.Judgement;
import crosscheck.replay.Verdict;
import crosscheck.spec.KnownBlock;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Valid blocks as bytes, and some of their post-states as bytes. */
final class KeptHistory implements History {

  private final Spec spec;
  private final int spacing;
  private final Map<Bytes32, Bytes> blocks = new HashMap<>();
  private final Map<Bytes32, Bytes> snapshots = new HashMap<>();
  private final List<KnownBlock> known = new ArrayList<>();
  private int blocksRead;

  /**
   * @param spacing the post-state of one in so many valid blocks is kept
   */
  KeptHistory(Spec spec, int spacing) {
    this.spec = spec;
    this.spacing = spacing;
  }

  void add(Bytes ssz, Judgement judgement) {
    if (judgement.verdict() != Verdict.VALID) {
      return;
    }
    Bytes32 root = judgement.root().orElseThrow();
    if (blocks.put(root, ssz) == null) {
      known.add(
          new KnownBlock(
              root,
              judgement.block().orElseThrow().parentRoot(),
              judgement.block().orElseThrow().slot(),
              judgement.forkChoice().isEmpty()));
    }
    if (known.size() % spacing == 0) {
      snapshots.put(root, spec.ssz().encode(judgement.post().orElseThrow()));
    }
  }

  /** In the order in which they were added. */
  List<KnownBlock> known() {
    return known;
  }

  /** How often a block was asked for. */
  int blocksRead() {
    return blocksRead;
  }

  @Override
  public Optional<Bytes> block(Bytes32 root) {
    blocksRead++;
    return Optional.ofNullable(blocks.get(root));
  }

  @Override
  public Optional<State> snapshot(Bytes32 root) {
    return Optional.ofNullable(snapshots.get(root)).map(this::decode);
  }

  private State decode(Bytes ssz) {
    try {
      return spec.decodeState(ssz);
    } catch (SszException e) {
      throw new AssertionError(e);
    }
  }
}
