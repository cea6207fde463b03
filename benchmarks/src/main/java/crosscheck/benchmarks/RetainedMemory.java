package crosscheck.benchmarks;

import crosscheck.spec.State;
import crosscheck.spec.v08.BeaconState;
import java.util.ArrayList;
import java.util.List;

/**
 * What it costs in memory to keep the post-states of a chain. Each state is walked on top of all
 * before it, in the order of the chain; as a check, the sum is held against the heap that becomes
 * free when the states are dropped.
 *
 * @param validators in the registry
 * @param registry bytes of the registry alone, roots included
 * @param genesis bytes of the genesis state alone
 * @param block bytes of one more post-state within an epoch: the median
 * @param boundary bytes of the state behind an epoch boundary beside the one before it: the largest
 * @param walked bytes of all states but the genesis
 * @param freed bytes of heap that became free when they were dropped
 */
record RetainedMemory(
    int validators,
    long registry,
    long genesis,
    long block,
    long boundary,
    long walked,
    long freed) {

  static RetainedMemory of(RecordedChain chain) {
    List<State> states = new ArrayList<>();
    State genesis = kept(chain, states);
    HeapWalk walk = new HeapWalk();
    long genesisBytes = walk.add(genesis);
    long registryBytes = new HeapWalk().add(((BeaconState) genesis).validators());
    int validators = ((BeaconState) genesis).validators().size();
    long finalWalked = 0;
    long largestBoundary = 0;
    List<Long> blocks = new ArrayList<>();
    for (State state : states) {
      long bytes = walk.add(state);
      finalWalked += bytes;
      if (state.slot() % chain.slotsPerEpoch() == 0) {
        largestBoundary = Math.max(largestBoundary, bytes);
      } else {
        blocks.add(bytes);
      }
    }
    long walked = finalWalked;
    walk = new HeapWalk(); // the first one held on to everything
    long before = usedHeap();
    states.clear();
    long freed = before - usedHeap();
    long[] sorted = blocks.stream().mapToLong(Long::longValue).sorted().toArray();
    Wrong.unless(
        Math.abs(freed - walked) < walked / 5,
        () -> "%d bytes were walked and %d became free".formatted(walked, freed));
    walk.add(genesis); // the genesis state is in use until here
    return new RetainedMemory(
        validators,
        registryBytes,
        genesisBytes,
        sorted[sorted.length / 2],
        largestBoundary,
        walked,
        freed);
  }

  /** Runs the chain, keeps its post-states, and drops everything else that the run made. */
  private static State kept(RecordedChain chain, List<State> states) {
    ChainRun run = ChainRun.of(chain, new TrustingBls(), 1, Cpu::thread);
    states.addAll(run.states());
    return run.genesis();
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
