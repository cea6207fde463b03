package crosscheck.benchmarks;

import crosscheck.spec.Spec;
import crosscheck.spec.State;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;

/** Decoding a large state, and its root when nothing of it is known. */
final class Genesis {

  private static final int ROUNDS = 11;

  private Genesis() {}

  /**
   * @param goDecode milliseconds of the Go implementation of 2019
   * @param goRoot milliseconds of the Go implementation of 2019
   */
  static List<Row> rows(RecordedChain chain, double goDecode, double goRoot) {
    Spec spec = chain.newSpec();
    State genesis = chain.decodeGenesis(spec);
    Bytes32 root = spec.hash(genesis);
    Sample decode =
        Sample.millis(
            ROUNDS,
            () -> chain,
            each -> each.decodeGenesis(spec),
            state ->
                Wrong.unless(spec.ssz().encode(state).equals(chain.genesis()), () -> "decode"));
    State fresh = chain.decodeGenesis(spec);
    long compressions = CountedSha256.during(() -> spec.hash(fresh));
    // Taken in turns, so that both see the same machine.
    double[] roots = new double[ROUNDS];
    double[] hashes = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      roots[round] = fromScratch(chain, spec, root).median();
      hashes[round] = compressions * NativeCosts.sha256Alone(1) / 2e6;
    }
    double floor = new Sample(hashes).median();
    double bytes = chain.genesis().size();
    return List.of(
        Row.of(
                "%s, decode the genesis state (%s MB)"
                    .formatted(chain.name(), Row.number(bytes / 1e6)),
                "ms",
                decode.median())
            .go(goDecode),
        Row.of(chain.name() + ", hash tree root from scratch", "ms", new Sample(roots).median())
            .limit(floor, "its SHA-256 alone: counted, and measured in turns with it")
            .goal(1.5 * floor)
            .go(goRoot));
  }

  private static Sample fromScratch(RecordedChain chain, Spec spec, Bytes32 root) {
    return Sample.millis(
        2,
        () -> chain.decodeGenesis(spec),
        spec::hash,
        each -> Wrong.unless(each.equals(root), () -> "hash tree root " + each));
  }
}
