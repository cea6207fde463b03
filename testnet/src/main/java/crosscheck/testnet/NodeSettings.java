package crosscheck.testnet;

import crosscheck.settings.Section;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A node and the validators it runs.
 *
 * @param name names the node towards the listener, and is the graffiti of its blocks
 * @param client name of its software, for people
 * @param validators indices; {@link IndexRanges#NONE} for a node that only follows
 * @param peers names of the nodes it has links to, in either direction; empty: with all that name
 *     no peers
 * @param joinAt when it is first there; empty: from the start. It syncs from genesis
 * @param clockAheadMillis by how much its clock is ahead of the true time; behind when negative
 * @param bug of its client, of {@link ClientBugs}
 * @param fixedAt when its client is replaced by one without the bug, which goes through the blocks
 *     that the node has heard of again; empty: never
 */
public record NodeSettings(
    String name,
    String client,
    IndexRanges validators,
    List<String> peers,
    Optional<Moment> joinAt,
    long clockAheadMillis,
    String bug,
    Optional<Moment> fixedAt) {

  private static final String OUR_CLIENT = "Crosscheck";

  public NodeSettings {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a node needs a name");
    }
    peers = List.copyOf(peers);
  }

  /**
   * A node without peculiarities, with a contiguous range of validators.
   *
   * @param firstValidator index of the first one
   * @param validators how many
   */
  public NodeSettings(String name, int firstValidator, int validators) {
    this(
        name,
        OUR_CLIENT,
        range(name, firstValidator, validators),
        List.of(),
        Optional.empty(),
        0,
        ClientBugs.NONE,
        Optional.empty());
  }

  private static IndexRanges range(String name, int first, int count) {
    if (first < 0 || count < 0) {
      throw new IllegalArgumentException(
          "node %s: validators are counted from 0, got %d of them from %d on"
              .formatted(name, count, first));
    }
    return IndexRanges.of(first, count);
  }

  /**
   * {@code nodes} nodes called {@code node-0}, {@code node-1}, … that share validators 0 to {@code
   * validators - 1} as evenly as can be.
   *
   * @param nodes at least 1
   */
  public static List<NodeSettings> evenly(int nodes, int validators) {
    if (nodes < 1) {
      throw new IllegalArgumentException("a network needs at least 1 node, got " + nodes);
    }
    List<NodeSettings> settings = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < nodes; i++) {
      int count = validators / nodes + (i < validators % nodes ? 1 : 0);
      settings.add(new NodeSettings("node-" + i, first, count));
      first += count;
    }
    return List.copyOf(settings);
  }

  /**
   * Reads one node of a plan.
   *
   * @throws SettingsException naming the line
   */
  static NodeSettings read(Value value, PlanScale scale) {
    Section section =
        value.section(
            "name", "client", "validators", "peers", "join_at", "clock_skew", "bug", "fixed_at");
    String name = section.required("name").text();
    List<String> peers =
        section
            .optional("peers")
            .map(given -> List.copyOf(Target.names(given, scale.nodes())))
            .orElse(List.of());
    if (peers.contains(name)) {
      throw section.required("peers").wrong("a node is no peer of itself");
    }
    Optional<Value> fixed = section.optional("fixed_at");
    if (fixed.isPresent() && section.optional("bug").isEmpty()) {
      throw fixed.get().wrong("there is nothing to fix without a bug");
    }
    return new NodeSettings(
        name,
        section.optional("client").map(Value::text).orElse(OUR_CLIENT),
        section.optional("validators").map(IndexRanges::read).orElse(IndexRanges.NONE),
        peers,
        section.optional("join_at").map(Moment::read),
        section
            .optional("clock_skew")
            .map(skew -> ClockSkew.aheadMillis(skew.section("ahead", "behind"), scale))
            .orElse(0L),
        section.optional("bug").map(NodeSettings::bug).orElse(ClientBugs.NONE),
        fixed.map(Moment::read));
  }

  private static String bug(Value value) {
    Set<String> known = ClientBugs.names();
    if (!known.contains(value.text())) {
      throw value.wrong(
          "there is no bug \"%s\"; there are %s".formatted(value.text(), String.join(", ", known)));
    }
    return value.text();
  }
}
