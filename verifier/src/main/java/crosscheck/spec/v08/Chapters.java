package crosscheck.spec.v08;

import crosscheck.spec.Config;
import crosscheck.ssz.Ssz;

/**
 * Makes the chapters of the transition, each from those it builds on. Here they are the spec's.
 * Whoever wants one function to be another extends this class and the chapter that holds the
 * function; the test network's buggy clients do, and so differ from the spec in nothing else.
 */
class Chapters {

  Constants constants(Config config) {
    return new Constants(config);
  }

  Misc misc(Constants constants) {
    return new Misc(constants);
  }

  Accessors accessors(Constants constants, Misc misc, Ssz ssz) {
    return new Accessors(constants, misc, ssz);
  }

  Mutators mutators(Constants constants, Misc misc, Accessors accessors) {
    return new Mutators(constants, misc, accessors);
  }

  Slots slots(Constants constants, EpochProcessing epochs, Ssz ssz) {
    return new Slots(constants, epochs, ssz);
  }

  EpochProcessing epochs(
      Constants constants, Misc misc, Accessors accessors, Mutators mutators, Ssz ssz) {
    CrosslinkVotes crosslinks = crosslinks(accessors, ssz);
    Rewards rewards = rewards(constants, accessors, mutators, crosslinks);
    return new EpochProcessing(constants, misc, accessors, mutators, ssz, crosslinks, rewards);
  }

  CrosslinkVotes crosslinks(Accessors accessors, Ssz ssz) {
    return new CrosslinkVotes(accessors, ssz);
  }

  Rewards rewards(
      Constants constants, Accessors accessors, Mutators mutators, CrosslinkVotes crosslinks) {
    return new Rewards(constants, accessors, mutators, crosslinks);
  }

  BlockProcessing blocks(
      Constants constants, Misc misc, Accessors accessors, Mutators mutators, Ssz ssz) {
    return new BlockProcessing(constants, misc, accessors, mutators, ssz);
  }
}
