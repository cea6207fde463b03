package crosscheck.testnet;

import crosscheck.spec.v08.Phase0;
import crosscheck.testnet.bug.Bug;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The bugs that the client of a node can be given, by the name that stands in a plan. */
public final class ClientBugs {

  /** Name of the client that has none. */
  public static final String NONE = "spec";

  private static final Map<String, Function<Phase0, Client>> KINDS = kinds();

  private ClientBugs() {}

  private static Map<String, Function<Phase0, Client>> kinds() {
    Map<String, Function<Phase0, Client>> kinds = new TreeMap<>();
    kinds.put(NONE, Client::of);
    for (Bug bug : Bug.values()) {
      kinds.put(bug.id(), spec -> Client.of(bug.id(), bug.in(spec.version(), spec.config())));
    }
    return Collections.unmodifiableMap(kinds);
  }

  /** In alphabetical order. */
  public static Set<String> names() {
    return KINDS.keySet();
  }

  /**
   * A client with that bug.
   *
   * @throws IllegalArgumentException when there is no such bug
   */
  public static Client client(String bug, Phase0 spec) {
    Function<Phase0, Client> kind = KINDS.get(bug);
    if (kind == null) {
      throw new IllegalArgumentException(
          "there is no bug \"%s\"; there are %s".formatted(bug, String.join(", ", names())));
    }
    return kind.apply(spec);
  }
}
