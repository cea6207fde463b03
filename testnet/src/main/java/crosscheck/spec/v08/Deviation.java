package crosscheck.spec.v08;

import crosscheck.spec.Config;
import crosscheck.ssz.Ssz;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A way to get the transition wrong: phase 0 with one function replaced. It is made by extending
 * the chapter that holds the function, so that everything else is the verifier's own code. Chapters
 * and the fields of a state are open to their package alone; so the deviations stand in that
 * package, but in the test network's module: the verifier is delivered without them.
 */
public final class Deviation {

  private final Chapters chapters;

  Deviation(Chapters chapters) {
    this.chapters = chapters;
  }

  /** What the chapters of epoch and block processing build on. */
  record Parts(Constants c, Misc misc, Accessors accessors, Mutators mutators, Ssz ssz) {}

  static Deviation ofEpochs(Function<Parts, EpochProcessing> maker) {
    return new Deviation(
        new Chapters() {
          @Override
          EpochProcessing epochs(Constants c, Misc misc, Accessors a, Mutators m, Ssz ssz) {
            return maker.apply(new Parts(c, misc, a, m, ssz));
          }
        });
  }

  /** What the chapter on rewards builds on. */
  record RewardParts(
      Constants c, Accessors accessors, Mutators mutators, CrosslinkVotes crosslinks) {}

  static Deviation ofRewards(Function<RewardParts, Rewards> maker) {
    return new Deviation(
        new Chapters() {
          @Override
          Rewards rewards(Constants c, Accessors a, Mutators m, CrosslinkVotes crosslinks) {
            return maker.apply(new RewardParts(c, a, m, crosslinks));
          }
        });
  }

  static Deviation ofCrosslinks(BiFunction<Accessors, Ssz, CrosslinkVotes> maker) {
    return new Deviation(
        new Chapters() {
          @Override
          CrosslinkVotes crosslinks(Accessors accessors, Ssz ssz) {
            return maker.apply(accessors, ssz);
          }
        });
  }

  static Deviation ofBlocks(Function<Parts, BlockProcessing> maker) {
    return new Deviation(
        new Chapters() {
          @Override
          BlockProcessing blocks(Constants c, Misc misc, Accessors a, Mutators m, Ssz ssz) {
            return maker.apply(new Parts(c, misc, a, m, ssz));
          }
        });
  }

  /**
   * The transition of a client that has it.
   *
   * @param version the tag of the spec, e.g. {@code v0.8.3}
   * @throws IllegalArgumentException as {@link Phase0} does
   */
  public Phase0 of(String version, Config config) {
    return new Phase0(version, config, chapters);
  }
}
