package crosscheck.indexer.exercise;

import crosscheck.indexer.exercise.GoalKind.Standing;
import crosscheck.settings.Section;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exercise as somebody has written it down; {@code docs/exercises.md} is the manual of the file.
 *
 * @param name of the pair, e.g. "Lighthouse / Lodestar"
 * @param exercise number or tag
 * @param about what it is, in a sentence or two; may be empty
 * @param variants besides the plain one, those that the exercise asks to be run
 * @param variant this one
 * @param machines whether the nodes run on one machine or on several
 * @param clients by role, e.g. A → Lighthouse
 * @param nodes the participants
 * @param network how the network is made; whoever makes it reads it
 * @param goals what is to be reached, and what has to hold
 * @param deadline when it ends at the latest
 * @param json the whole file
 */
public record Scenario(
    String name,
    String exercise,
    String about,
    List<Variant> variants,
    Variant variant,
    Machines machines,
    Map<String, String> clients,
    List<Node> nodes,
    Value network,
    List<Goal> goals,
    Moment deadline,
    String json) {

  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");
  private static final Pattern ROLE = Pattern.compile("[A-Z]");
  private static final Pattern NODE = Pattern.compile("([A-Z])-(0|[1-9][0-9]{0,3})");
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,80}");
  private static final String NODE_FORM =
      "a node's name: the role of its client and a number, as in \"A-0\"";

  /** In which way an exercise is run. */
  public enum Variant {
    /** As it stands there. */
    PLAIN,
    /** All nodes on one machine. */
    SINGLE,
    /** The clients in each other's role. */
    SWAP,
    /** Both. */
    SINGLE_SWAP;

    /** The word in scenarios, tables and interfaces, e.g. {@code single-swap}. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static Variant of(String word) {
      return valueOf(word.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }

    static String[] words() {
      return List.of(values()).stream().map(Variant::word).toArray(String[]::new);
    }

    boolean swaps() {
      return this == SWAP || this == SINGLE_SWAP;
    }

    boolean single() {
      return this == SINGLE || this == SINGLE_SWAP;
    }
  }

  /** On how many machines the nodes run. */
  public enum Machines {
    SINGLE,
    SEVERAL;

    /** The word in scenarios, tables and interfaces. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A participant.
   *
   * @param role of its client, e.g. A
   * @param url of a real node that is asked; empty: it is simulated
   */
  public record Node(String name, String role, Optional<URI> url) {}

  /**
   * Reads a scenario.
   *
   * @param file the whole file
   * @throws SettingsException naming the line of what cannot be used
   */
  public static Scenario read(Value file) {
    Section section =
        file.section(
            "name",
            "exercise",
            "about",
            "variants",
            "variant",
            "machines",
            "clients",
            "urls",
            "network",
            "goals",
            "conditions",
            "deadline");
    Map<String, String> clients = clients(section.required("clients"));
    Value network = section.required("network");
    List<Node> nodes =
        withUrls(
            nodes(network.section().required("nodes"), clients.keySet()), section.optional("urls"));
    List<Variant> variants = new ArrayList<>();
    section
        .optional("variants")
        .ifPresent(
            value ->
                value
                    .list()
                    .forEach(entry -> variants.add(Variant.of(entry.oneOf(Variant.words())))));
    Variant variant =
        section
            .optional("variant")
            .map(v -> Variant.of(v.oneOf(Variant.words())))
            .orElse(Variant.PLAIN);
    return new Scenario(
        section
            .optional("name")
            .map(v -> v.text(NAME, "the names of the clients, at most 80 characters"))
            .orElse(String.join(" / ", clients.values())),
        section.required("exercise").text(TAG, "a number or a short tag, as in \"5\""),
        section.optional("about").map(Value::text).orElse(""),
        List.copyOf(variants),
        variant,
        section
            .optional("machines")
            .map(
                v ->
                    v.oneOf("single", "several").equals("single")
                        ? Machines.SINGLE
                        : Machines.SEVERAL)
            .orElse(variant.single() ? Machines.SINGLE : Machines.SEVERAL),
        clients,
        nodes,
        network,
        goals(file, section, nodes.stream().map(Node::name).toList()),
        Moment.read(section.required("deadline")),
        file.json());
  }

  private static Map<String, String> clients(Value value) {
    Section section = value.section();
    Map<String, String> clients = new TreeMap<>();
    for (String role : section.keys()) {
      Value client = section.required(role);
      if (!ROLE.matcher(role).matches()) {
        throw client.wrong("a role is one capital letter: A, B, …");
      }
      clients.put(role, client.text(NAME, "the name of a client, at most 80 characters"));
    }
    if (!clients.containsKey("A")) {
      throw value.wrong("there must be a client in the role A");
    }
    return clients;
  }

  private static List<Node> nodes(Value value, Set<String> roles) {
    List<Node> nodes = new ArrayList<>();
    Map<String, Value> places = new LinkedHashMap<>();
    for (Value entry : value.list()) {
      Value nameValue = entry.section().required("name");
      String name = nameValue.text(NODE, NODE_FORM);
      Matcher parts = NODE.matcher(name);
      if (!parts.matches() || !roles.contains(parts.group(1))) {
        throw nameValue.wrong(
            "there is no client in the role of \"%s\"; clients has %s"
                .formatted(name, String.join(", ", roles)));
      }
      Value before = places.putIfAbsent(name, nameValue);
      if (before != null) {
        throw nameValue.wrong("another node of this name stands in line " + before.line());
      }
      nodes.add(new Node(name, parts.group(1), Optional.empty()));
    }
    if (nodes.isEmpty()) {
      throw value.wrong("there must be a node");
    }
    return nodes;
  }

  /** All nodes are real, or none: there is no way from a simulated node to a real one. */
  private static List<Node> withUrls(List<Node> nodes, Optional<Value> urls) {
    if (urls.isEmpty()) {
      return List.copyOf(nodes);
    }
    Section section = urls.get().section(nodes.stream().map(Node::name).toArray(String[]::new));
    return nodes.stream()
        .map(
            node ->
                new Node(
                    node.name(), node.role(), Optional.of(section.required(node.name()).url())))
        .toList();
  }

  private static List<Goal> goals(Value file, Section section, List<String> nodes) {
    List<Goal> goals = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    section
        .optional("goals")
        .ifPresent(v -> v.list().forEach(e -> goals.add(Goal.read(e, Standing.GOAL, nodes, ids))));
    section
        .optional("conditions")
        .ifPresent(
            v -> v.list().forEach(e -> goals.add(Goal.read(e, Standing.CONDITION, nodes, ids))));
    if (goals.isEmpty()) {
      throw file.wrong("there is neither a goal nor a condition");
    }
    return List.copyOf(goals);
  }

  /** The same exercise in another variant: other roles, other machines. */
  public Scenario in(Variant other) {
    boolean turn = other.swaps() != variant.swaps();
    Map<String, String> swapped = new TreeMap<>(clients);
    if (turn && clients.containsKey("B")) {
      swapped.put("A", clients.get("B"));
      swapped.put("B", clients.get("A"));
    }
    return new Scenario(
        turn ? String.join(" / ", swapped.values()) : name,
        exercise,
        about,
        variants,
        other,
        other.single() ? Machines.SINGLE : Machines.SEVERAL,
        swapped,
        nodes,
        network,
        goals,
        deadline,
        json);
  }

  /** The same exercise with other clients in some of the roles. */
  public Scenario with(Map<String, String> others) {
    Map<String, String> changed = new TreeMap<>(clients);
    changed.putAll(others);
    return new Scenario(
        others.isEmpty() ? name : String.join(" / ", changed.values()),
        exercise,
        about,
        variants,
        variant,
        machines,
        changed,
        nodes,
        network,
        goals,
        deadline,
        json);
  }

  /**
   * The same exercise over real nodes.
   *
   * @param urls by name, of every node
   */
  public Scenario at(Map<String, URI> urls) {
    return new Scenario(
        name,
        exercise,
        about,
        variants,
        variant,
        machines,
        clients,
        nodes.stream()
            .map(
                node ->
                    new Node(node.name(), node.role(), Optional.ofNullable(urls.get(node.name()))))
            .toList(),
        network,
        goals,
        deadline,
        json);
  }

  /** Whether its nodes are real ones, to be asked at their addresses. */
  public boolean ofRealNodes() {
    return nodes.stream().allMatch(node -> node.url().isPresent());
  }

  /** The client a node is of. */
  public String clientOf(Node node) {
    return clients.get(node.role());
  }

  /** What is asked, one line each: "A-0 sees epoch 8 as finalized". */
  public List<String> asked() {
    List<String> lines = new ArrayList<>();
    for (Goal goal : goals) {
      if (goal.nodes().isEmpty()) {
        lines.add(goal.words());
      } else {
        goal.nodes().forEach(node -> lines.add(node + " " + goal.words()));
      }
    }
    return lines;
  }
}
