package crosscheck.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.spec.Spec;
import crosscheck.ssz.Ssz;
import java.util.HashMap;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/** The {@code ssz_static} runner: each container of the spec there and back, and its roots. */
final class SszStaticVectors {

  private final Spec spec;

  SszStaticVectors(Spec spec) {
    this.spec = spec;
  }

  Map<String, Handler> handlers() {
    Map<String, Handler> handlers = new HashMap<>();
    spec.containers()
        .forEach((name, type) -> handlers.put("ssz_static/" + name, example -> run(example, type)));
    return handlers;
  }

  private <T> void run(Case example, Class<T> type) throws Exception {
    Ssz ssz = spec.ssz();
    Bytes serialized = example.bytes("serialized.ssz");
    JsonNode roots = example.yaml("roots.yaml");
    T value = ssz.decode(type, serialized);
    assertThat(ssz.encode(value)).isEqualTo(serialized);
    assertThat(ssz.hashTreeRoot(value).toHexString())
        .as("root")
        .isEqualTo(roots.required("root").asText());
    if (roots.has("signing_root")) {
      assertThat(ssz.signingRoot(value).toHexString())
          .as("signing_root")
          .isEqualTo(roots.required("signing_root").asText());
    }
    // The archive has no YAML of the values, so the plain form is held against itself.
    T again = ssz.fromPlain(type, ssz.toPlain(value));
    assertThat(ssz.encode(again)).as("by way of the plain form").isEqualTo(serialized);
  }
}
