package crosscheck.bls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.testing.Data;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The further BLS cases of the reference data; where sources differ, the spec's text decides. */
class BlsVectorsTest {

  private static final int CASES = 89;

  @ParameterizedTest
  @ValueSource(strings = {"blst", "milagro"})
  void answersEveryCaseAsTheSpecDoes(String name) throws IOException {
    Bls bls = named(name);
    JsonNode cases = new ObjectMapper().readTree(Data.require("vectors/bls_extra.json").toFile());

    assertThat(cases).hasSize(CASES);
    assertThat(cases).allSatisfy(example -> check(bls, example));
  }

  static Bls named(String name) {
    return name.equals("blst") ? new BlstBls() : new MilagroBls();
  }

  private static void check(Bls bls, JsonNode example) {
    switch (example.get("type").asText()) {
      case "verify" ->
          assertThat(
                  bls.verify(
                      SignatureSet.single(
                          key(example.get("pubkey")),
                          hash(example.get("message_hash")),
                          bytes(example.get("signature")),
                          bytes(example.get("domain")))))
              .isEqualTo(example.get("spec_doc").booleanValue());
      case "verify_multiple" ->
          assertThat(
                  bls.verify(
                      new SignatureSet(
                          groups(example),
                          bytes(example.get("signature")),
                          bytes(example.get("domain")))))
              .isEqualTo(example.get("spec_doc").booleanValue());
      case "hash_to_g2_compressed" ->
          assertThat(bls.hashToG2(hash(example.get("message_hash")), bytes(example.get("domain"))))
              .isEqualTo(bytes(example.get("output")));
      case "priv_to_pub" ->
          assertThat(
                  bls.publicKey(
                      Bytes32.leftPad(Bytes.fromHexStringLenient(example.get("input").asText()))))
              .isEqualTo(key(example.get("output")));
      case "aggregate_pubkeys" ->
          assertThat(bls.aggregatePubkeys(keys(example.get("input"))))
              .isEqualTo(key(example.get("output")));
      case "aggregate_signatures" ->
          assertThat(bls.aggregateSignatures(signatures(example.get("input"))))
              .isEqualTo(bytes(example.get("output")));
      default -> throw new AssertionError("unknown type of case: " + example);
    }
  }

  private static List<SignatureSet.Group> groups(JsonNode example) {
    JsonNode keys = example.get("pubkeys");
    JsonNode messages = example.get("message_hashes");
    assertThat(keys).hasSameSizeAs(messages);
    List<SignatureSet.Group> groups = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      groups.add(new SignatureSet.Group(List.of(key(keys.get(i))), hash(messages.get(i))));
    }
    return groups;
  }

  private static List<Bytes48> keys(JsonNode list) {
    List<Bytes48> keys = new ArrayList<>();
    list.forEach(item -> keys.add(key(item)));
    return keys;
  }

  private static List<Bytes> signatures(JsonNode list) {
    List<Bytes> signatures = new ArrayList<>();
    list.forEach(item -> signatures.add(bytes(item)));
    return signatures;
  }

  private static Bytes48 key(JsonNode hex) {
    return Bytes48.fromHexString(hex.asText());
  }

  private static Bytes32 hash(JsonNode hex) {
    return Bytes32.fromHexString(hex.asText());
  }

  private static Bytes bytes(JsonNode hex) {
    return Bytes.fromHexString(hex.asText());
  }
}
