package crosscheck.vectors;

import crosscheck.spec.Config;
import crosscheck.spec.Specs;
import crosscheck.testing.Data;
import java.util.Map;
import java.util.TreeMap;

/** Which check each invalid example of the official vectors fails. */
public final class InvalidVectors {

  private InvalidVectors() {}

  /** For each check that some example fails, by its id, the first example of the minimal ones. */
  public static Map<String, String> firstByCheck() throws Exception {
    Map<String, String> first = new TreeMap<>();
    StateVectors vectors =
        new StateVectors(
            Specs.of("v0.8.3", Config.minimal()),
            (example, check) -> first.merge(check.id(), example, (a, b) -> min(a, b)));
    Map<String, Handler> handlers = vectors.handlers();
    try (VectorArchive archive =
        VectorArchive.open(Data.require("vectors/eth2-v0.8.3-vectors.zip"))) {
      for (Case example : archive.cases().values()) {
        boolean mayBeInvalid = example.has("pre.ssz") && !example.has("post.ssz");
        if (mayBeInvalid && example.config().equals("minimal")) {
          handlers.get(example.kind()).run(example);
        }
      }
    }
    return first;
  }

  private static String min(String a, String b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
