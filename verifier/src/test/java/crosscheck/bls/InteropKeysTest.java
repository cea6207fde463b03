package crosscheck.bls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import crosscheck.testing.Data;
import java.io.IOException;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;
import org.junit.jupiter.api.Test;

/** The keys everybody knows are the published ones. */
class InteropKeysTest {

  @Test
  void firstSecretKeyIsThePublishedOne() {
    assertThat(InteropKeys.secretKey(0))
        .isEqualTo(
            Bytes32.fromHexString(
                "0x25295f0d1d592a90b333e26e85149708208e9f8e8bc18f6c77bd62f8ad7a6866"));
  }

  @Test
  void agreesWithThePublishedPairs() throws IOException {
    JsonNode pairs =
        new YAMLMapper().readTree(Data.require("interop/keygen_10000_validators.yaml").toFile());
    Bls bls = new BlstBls();

    assertThat(pairs).hasSize(10_000);
    for (int i = 0; i < pairs.size(); i++) {
      Bytes32 secret = InteropKeys.secretKey(i);
      assertThat(secret).isEqualTo(Bytes32.fromHexString(pairs.get(i).get("privkey").asText()));
      if (i < 64 || i % 50 == 0) {
        assertThat(bls.publicKey(secret))
            .isEqualTo(Bytes48.fromHexString(pairs.get(i).get("pubkey").asText()));
      }
    }
  }

  @Test
  void refusesANegativeIndex() {
    assertThatIllegalArgumentException().isThrownBy(() -> InteropKeys.secretKey(-1));
  }
}
