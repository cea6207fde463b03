package crosscheck.spec;

import crosscheck.spec.v08.Phase0;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The versions of the spec that Crosscheck can judge by. The only class that sees their folders.
 */
public final class Specs {

  /** The version judged by unless another is asked for. */
  public static final String DEFAULT_VERSION = "v0.8.3";

  private static final Map<String, BiFunction<String, Config, Spec>> VERSIONS = versionsByTag();

  private Specs() {}

  private static Map<String, BiFunction<String, Config, Spec>> versionsByTag() {
    Map<String, BiFunction<String, Config, Spec>> versions = new LinkedHashMap<>();
    versions.put("v0.8.2", Phase0::new);
    versions.put("v0.8.3", Phase0::new);
    versions.put("v0.8.4", Phase0::new);
    return Collections.unmodifiableMap(versions);
  }

  /** Tags, oldest first. */
  public static List<String> versions() {
    return List.copyOf(VERSIONS.keySet());
  }

  /**
   * A version of the spec under a configuration.
   *
   * @throws IllegalArgumentException for an unknown version (naming the known ones), or a
   *     configuration that lacks a constant or has an impossible one (naming it)
   */
  public static Spec of(String version, Config config) {
    BiFunction<String, Config, Spec> spec = VERSIONS.get(version);
    if (spec == null) {
      throw new IllegalArgumentException(
          "spec version \"%s\" is unknown; known are %s"
              .formatted(version, String.join(", ", VERSIONS.keySet())));
    }
    return spec.apply(version, config);
  }
}
