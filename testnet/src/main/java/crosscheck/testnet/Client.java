package crosscheck.testnet;

import crosscheck.bls.SignatureChecker;
import crosscheck.spec.InvalidException;
import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.Phase0;
import crosscheck.spec.v08.ValidatorGuide;

/**
 * How the software of a node executes: as the spec says, or with a bug. States handed in are never
 * changed. Safe for use by many threads. What one client computes is computed once for all nodes
 * that run it, so clients are told apart by their {@link #name}: those of one name must answer
 * alike.
 */
public interface Client {

  /** Name of the bug, as in a plan; {@code spec} for the one that has none. */
  String name();

  /** The spec that the client means to follow: for SSZ, roots, constants. */
  Phase0 spec();

  /**
   * {@code process_slots}: the state at a later slot.
   *
   * @throws InvalidException when that cannot be
   */
  BeaconState advance(BeaconState state, long slot);

  /**
   * {@code state_transition} without the check of the state root: the client's own root is that of
   * what comes out.
   *
   * @param pre the parent's post-state, or that state advanced further, up to the block's slot
   * @throws InvalidException with the first check that failed
   */
  BeaconState execute(BeaconState pre, BeaconBlock block, SignatureChecker signatures);

  /** {@code get_beacon_proposer_index} at the state's slot. */
  default long proposerIndex(BeaconState state) {
    return spec().proposerIndex(state);
  }

  /** The duties of its validators. */
  default ValidatorGuide guide() {
    return spec().validatorGuide();
  }

  /** The client without a bug. */
  static Client of(Phase0 spec) {
    return of(ClientBugs.NONE, spec);
  }

  /**
   * The client that executes by a transition, right or wrong.
   *
   * @param name that of the transition's bug
   */
  static Client of(String name, Phase0 spec) {
    ValidatorGuide guide = spec.validatorGuide();
    return new Client() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Phase0 spec() {
        return spec;
      }

      @Override
      public BeaconState advance(BeaconState state, long slot) {
        return spec.advance(state, slot);
      }

      @Override
      public BeaconState execute(BeaconState pre, BeaconBlock block, SignatureChecker signatures) {
        return spec.execute(pre, block, signatures);
      }

      @Override
      public ValidatorGuide guide() {
        return guide;
      }
    };
  }
}
