package crosscheck.testnet;

import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.spec.v08.BeaconState;
import java.util.OptionalLong;

/** What a network starts from. */
public sealed interface PlannedGenesis {

  /** How many validators it has. */
  int validators();

  /**
   * The state.
   *
   * @param now Unix seconds, where the plan leaves the time open
   */
  State state(Spec spec, long now);

  /**
   * The mocked start of the interop standard.
   *
   * @param time of slot 0, Unix seconds; empty: when the network starts
   */
  record Mocked(int validators, OptionalLong time) implements PlannedGenesis {
    @Override
    public State state(Spec spec, long now) {
      return spec.mockedGenesis(validators, time.orElse(now));
    }
  }

  /** A state of slot 0 whose validator i has the interop key i wherever a node runs it. */
  record Given(State given) implements PlannedGenesis {
    @Override
    public int validators() {
      return ((BeaconState) given).validators().size();
    }

    @Override
    public State state(Spec spec, long now) {
      return given;
    }
  }
}
