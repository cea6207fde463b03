package crosscheck.testnet;

import crosscheck.settings.Section;
import crosscheck.settings.SettingsException;
import crosscheck.settings.Value;
import crosscheck.spec.Config;
import crosscheck.spec.Spec;
import crosscheck.spec.Specs;
import crosscheck.spec.State;
import crosscheck.ssz.SszException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;

/**
 * Everything that is decided of a network before it starts; {@code docs/testnet.md} is the manual
 * of its form as a file.
 *
 * @param spec the version and configuration, with the plan's slot time
 * @param genesis what it starts from
 * @param seed of everything that is left to chance
 * @param slots how many slots are played; empty: until it is stopped
 * @param nodes with different names, and no validator twice
 * @param links the last one that fits a link counts
 * @param operations what is to be included besides attestations and slashings
 * @param faults what goes wrong
 */
public record NetworkPlan(
    Spec spec,
    PlannedGenesis genesis,
    long seed,
    OptionalLong slots,
    List<NodeSettings> nodes,
    List<LinkSettings> links,
    List<PlannedOperation> operations,
    List<Fault> faults) {

  /** The keys that the section of a plan may have. */
  private static final String[] KEYS = {
    "configuration",
    "constants",
    "spec",
    "genesis",
    "seconds_per_slot",
    "seed",
    "slots",
    "nodes",
    "links",
    "operations",
    "faults"
  };

  private static final int MOST_NODES = 1_000;
  private static final int MOST_VALIDATORS = 1_000_000;
  private static final long MOST_SLOTS = 1_000_000_000L;

  public NetworkPlan {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
    operations = List.copyOf(operations);
    faults = List.copyOf(faults);
  }

  /** A plan with nothing special in it. */
  public static NetworkPlan of(Spec spec, PlannedGenesis genesis, List<NodeSettings> nodes) {
    return new NetworkPlan(
        spec, genesis, 0, OptionalLong.empty(), nodes, List.of(), List.of(), List.of());
  }

  /**
   * Reads a plan that is a file of its own.
   *
   * @param file name for messages
   * @throws SettingsException naming the line
   */
  public static NetworkPlan parse(String file, String yaml, PlanChanges changes) {
    return of(Value.parse(file, yaml).section(), changes);
  }

  /**
   * Reads a plan, which may be part of something larger.
   *
   * @throws SettingsException naming the line
   */
  public static NetworkPlan of(Section section, PlanChanges changes) {
    section.only(KEYS);
    Spec spec = spec(section, changes);
    Value nodes = section.required("nodes");
    PlanScale scale =
        new PlanScale(
            names(nodes),
            spec.config().uint64("SECONDS_PER_SLOT"),
            spec.config().uint64("SLOTS_PER_EPOCH"));
    PlannedGenesis genesis = genesis(section.required("genesis"), spec, changes.folder());
    long mostTransfers = spec.config().uint64("MAX_TRANSFERS");
    return new NetworkPlan(
        spec,
        genesis,
        changes.seed().isPresent()
            ? changes.seed().getAsLong()
            : section.optional("seed").map(v -> v.number(0L, Long.MAX_VALUE)).orElse(0L),
        changes.slots().isPresent() ? changes.slots() : slots(section),
        nodes(nodes, genesis, scale),
        entries(section, "links").stream().map(v -> LinkSettings.read(v, scale)).toList(),
        entries(section, "operations").stream()
            .map(v -> PlannedOperation.read(v, mostTransfers))
            .toList(),
        entries(section, "faults").stream().map(v -> FaultKinds.read(v, scale)).toList());
  }

  private static OptionalLong slots(Section section) {
    return section
        .optional("slots")
        .map(value -> OptionalLong.of(value.number(1, MOST_SLOTS)))
        .orElse(OptionalLong.empty());
  }

  private static List<Value> entries(Section section, String key) {
    return section.optional(key).map(Value::list).orElse(List.of());
  }

  private static Spec spec(Section section, PlanChanges changes) {
    String version =
        section
            .optional("spec")
            .map(value -> value.oneOf(Specs.versions().toArray(String[]::new)))
            .orElse(Specs.DEFAULT_VERSION);
    Config config =
        section
            .optional("configuration")
            .map(value -> config(value, changes.folder()))
            .orElseGet(Config::minimal);
    if (section.optional("constants").isPresent()) {
      config = withConstants(config, section.required("constants"));
    }
    if (changes.secondsPerSlot().isPresent()) {
      config = Network.atPace(config, Long.toString(changes.secondsPerSlot().getAsLong()));
    } else if (section.optional("seconds_per_slot").isPresent()) {
      long seconds = section.required("seconds_per_slot").number(1L, 86_400);
      config = Network.atPace(config, Long.toString(seconds));
    }
    try {
      return Specs.of(version, config);
    } catch (IllegalArgumentException e) {
      throw section
          .optional("constants")
          .or(() -> section.optional("configuration"))
          .map(value -> value.wrong(e.getMessage()))
          .orElseThrow(() -> e);
    }
  }

  private static Config config(Value value, Path folder) {
    switch (value.text()) {
      case "minimal":
        return Config.minimal();
      case "mainnet":
        return Config.mainnet();
      default:
        Path file = folder.resolve(value.text());
        try {
          return Config.parse(value.text(), Files.readString(file));
        } catch (IOException e) {
          throw value.wrong(
              "\"%s\" is neither a preset (minimal, mainnet) nor a file that can be read"
                  .formatted(value.text()));
        } catch (IllegalArgumentException e) {
          throw value.wrong(e.getMessage());
        }
    }
  }

  private static Config withConstants(Config config, Value constants) {
    Config changed = config;
    Section section = constants.section();
    for (String name : section.keys()) {
      try {
        changed = changed.with(name, section.required(name).text());
      } catch (IllegalArgumentException e) {
        throw section.required(name).wrong(e.getMessage());
      }
    }
    return changed;
  }

  private static PlannedGenesis genesis(Value value, Spec spec, Path folder) {
    Section section = value.section("validators", "time", "state");
    OptionalLong time =
        section
            .optional("time")
            .map(v -> OptionalLong.of(v.number(0L, Long.MAX_VALUE >> 1)))
            .orElse(OptionalLong.empty());
    if (section.optional("state").isEmpty()) {
      int count = section.required("validators").number(1, MOST_VALIDATORS);
      return new PlannedGenesis.Mocked(count, time);
    }
    Value state = section.required("state");
    if (section.keys().size() > 1) {
      throw state.wrong("a genesis state has its own validators and time: leave the others out");
    }
    try {
      Bytes ssz = Bytes.wrap(Files.readAllBytes(folder.resolve(state.text())));
      State decoded = spec.decodeState(ssz);
      return new PlannedGenesis.Given(decoded);
    } catch (IOException e) {
      throw state.wrong("there is no file \"%s\" that can be read".formatted(state.text()));
    } catch (SszException e) {
      throw state.wrong(
          "\"%s\" is not the SSZ of a BeaconState under configuration %s: %s"
              .formatted(state.text(), spec.config().name(), e.getMessage()));
    }
  }

  /** The names alone, because the rest of the nodes is read against them. */
  private static Set<String> names(Value nodes) {
    Set<String> names = new LinkedHashSet<>();
    if (nodes.entriesByName()) {
      int count = nodes.section("count").required("count").number(1, MOST_NODES);
      NodeSettings.evenly(count, 0).forEach(node -> names.add(node.name()));
      return names;
    }
    for (Value node : nodes.list()) {
      Value name = node.section().required("name");
      if (!names.add(name.text())) {
        throw name.wrong("two nodes are called " + name.text());
      }
    }
    if (names.isEmpty() || names.size() > MOST_NODES) {
      throw nodes.wrong("expected 1 to %d nodes, got %d".formatted(MOST_NODES, names.size()));
    }
    return names;
  }

  private static List<NodeSettings> nodes(Value nodes, PlannedGenesis genesis, PlanScale scale) {
    if (nodes.entriesByName()) {
      return NodeSettings.evenly(scale.nodes().size(), genesis.validators());
    }
    List<NodeSettings> read = new ArrayList<>();
    for (Value node : nodes.list()) {
      NodeSettings settings = NodeSettings.read(node, scale);
      for (NodeSettings other : read) {
        settings.validators().stream()
            .filter(index -> other.validators().contains(index))
            .findFirst()
            .ifPresent(
                index -> {
                  throw node.section()
                      .required("validators")
                      .wrong("validator %d runs on %s, too".formatted(index, other.name()));
                });
      }
      read.add(settings);
    }
    return read;
  }

  /** The scale that a fault added later is read against. */
  public PlanScale scale() {
    Set<String> names = new LinkedHashSet<>();
    nodes.forEach(node -> names.add(node.name()));
    return new PlanScale(
        names, spec.config().uint64("SECONDS_PER_SLOT"), spec.config().uint64("SLOTS_PER_EPOCH"));
  }
}
