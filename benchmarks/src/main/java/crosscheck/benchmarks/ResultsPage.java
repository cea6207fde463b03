package crosscheck.benchmarks;

import java.util.List;

/** {@code benchmarks/RESULTS.md}. */
record ResultsPage(Machine machine, List<Row> rows, NativeCosts costs, double loadAtEnd) {

  String text() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Results

        Written by `benchmarks/run`; do not edit. `benchmarks/README.md` says how each figure is measured.

        %s, %d cores, %s. %s, commit %s. Load average %s when it began, %s when it ended.

        """
            .formatted(
                machine.processor(),
                machine.cores(),
                machine.jdk(),
                machine.day(),
                machine.commit(),
                Row.number(machine.load()),
                Row.number(loadAtEnd)));
    page.append(Row.header());
    rows.forEach(row -> page.append(row.line()));
    page.append(
        """

        CPU time of the judging thread unless a line says otherwise; a × after a peer's figure is how many times ours it is. The peers' figures
        came with the goals: the same chains, CPU of one core of a machine with two.

        ## The native operations behind the limits

        Each alone and warm, best of several rounds, in the JVM that measured the rest.

        | operation | µs |
        |---|---|
        """);
    operation(page, "SHA-256 of 64 bytes", costs.sha256());
    operation(page, "a point of G2 read (decompressed)", costs.readG2());
    operation(page, "its subgroup checked", costs.subgroupG2());
    operation(page, "G2 doubled", costs.doubleG2());
    operation(page, "G2 added", costs.addG2());
    operation(page, "G1 added", costs.addG1());
    operation(page, "G1 times 64 bits", costs.timesG1());
    operation(page, "a Miller loop of many", costs.millerLoop());
    operation(page, "final exponentiation", costs.finalExponentiation());
    operation(page, "a message to G2 (made of the above)", costs.hashToG2());
    page.append(
        """

        ## What was checked while measuring

        * Every block of every run is `valid`, and the state root after the last one is the reference's: `0x47b68f49…eebaef24` (finality-16), `0x685ad245…636deab4`
          (bench-16k), `0x01b35074…4bab50` (bench-100k).
        * A decoded state encodes to the bytes it came from; every root from scratch is the same.
        * A batch with one false claim is refused, and every true one accepted.
        * The bytes walked for retained states agree with the heap that becomes free when they are dropped (within a fifth, else nothing is written).
        * The command line's answer is `valid` with exit code 0.
        """);
    return page.toString();
  }

  private static void operation(StringBuilder page, String name, double nanos) {
    page.append("| %s | %s |%n".formatted(name, Row.number(nanos / 1e3)));
  }
}
