package crosscheck.benchmarks;

import java.util.List;

/** What keeping every post-state costs. */
final class Memory {

  private Memory() {}

  static List<Row> rows(RecordedChain chain) {
    RetainedMemory memory = RetainedMemory.of(chain);
    double validators = memory.validators();
    return List.of(
        Row.of(
            chain.name() + ", the registry, roots included",
            "bytes a validator",
            memory.registry() / validators),
        Row.of(
            chain.name() + ", the genesis state",
            "bytes a validator",
            memory.genesis() / validators),
        Row.of(
            chain.name() + ", one more block's post-state (goal: a few KB)",
            "KB",
            memory.block() / 1e3),
        Row.of(
                chain.name() + ", one more epoch's post-state",
                "bytes a validator",
                memory.boundary() / validators)
            .goal(12)
            .limit(8.5, "every balance is another: 8 bytes, and a root of 32 for each 64"),
        Row.of(
            chain.name() + ", walked bytes / heap freed",
            "",
            memory.walked() / (double) memory.freed()));
  }
}
