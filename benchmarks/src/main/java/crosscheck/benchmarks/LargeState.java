package crosscheck.benchmarks;

import crosscheck.bls.SignatureSet;
import crosscheck.replay.Input;
import crosscheck.spec.Block;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.util.Optional;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;

/** For the JMH benchmarks: bench-100k, and its state at the end of a full epoch. */
@org.openjdk.jmh.annotations.State(Scope.Benchmark)
public class LargeState {

  /** Last slot of the third epoch: justification, rewards and all the rest come after it. */
  private static final long LAST_SLOT = 191;

  RecordedChain chain;
  Spec spec;
  State genesis;
  State beforeBoundary;

  /** Reads the chain and executes it up to the boundary, state roots checked. */
  @Setup(Level.Trial)
  public void execute() throws SszException {
    chain = RecordedChain.bench100k(DataFolder.find(Optional.empty()));
    spec = chain.newSpec();
    genesis = chain.decodeGenesis(spec);
    State state = genesis;
    for (Input input : chain.blocks()) {
      Block block = spec.decodeBlock(input.ssz());
      if (block.slot() <= LAST_SLOT) {
        state = spec.transition(state, block, (SignatureSet claim) -> true);
      }
    }
    beforeBoundary = state;
  }
}
