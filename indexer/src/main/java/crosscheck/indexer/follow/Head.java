package crosscheck.indexer.follow;

import crosscheck.replay.Judgement;
import crosscheck.spec.Checkpoint;
import org.apache.tuweni.bytes.Bytes32;

/** The fork-choice store as far as it is recorded. */
public record Head(Bytes32 root, Checkpoint justified, Checkpoint finalized) {

  public static Head after(Judgement judgement) {
    return new Head(judgement.head(), judgement.storeJustified(), judgement.storeFinalized());
  }
}
