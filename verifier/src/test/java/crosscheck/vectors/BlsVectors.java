package crosscheck.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.bls.Bls;
import crosscheck.bls.BlstBls;
import crosscheck.bls.MilagroBls;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/** The {@code bls} runner, each example on both implementations. */
final class BlsVectors {

  private final List<Bls> implementations;

  BlsVectors() {
    implementations = List.of(new BlstBls(), new MilagroBls());
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "bls/aggregate_pubkeys", each(BlsVectors::aggregatePubkeys),
        "bls/aggregate_sigs", each(BlsVectors::aggregateSignatures),
        "bls/msg_hash_compressed", each(BlsVectors::messageHashCompressed),
        "bls/msg_hash_uncompressed", each(BlsVectors::messageHashUncompressed),
        "bls/priv_to_pub", each(BlsVectors::publicKey),
        "bls/sign_msg", each(BlsVectors::sign));
  }

  private interface Question {
    void ask(Bls bls, JsonNode input, JsonNode output);
  }

  private Handler each(Question question) {
    return example -> {
      JsonNode data = example.yaml("data.yaml");
      for (Bls bls : implementations) {
        question.ask(bls, data.required("input"), data.required("output"));
      }
    };
  }

  private static void aggregatePubkeys(Bls bls, JsonNode input, JsonNode output) {
    List<Bytes48> keys = items(input).map(key -> Bytes48.fromHexString(key.asText())).toList();
    assertThat(bls.aggregatePubkeys(keys)).as(bls.name()).isEqualTo(bytes(output));
  }

  private static void aggregateSignatures(Bls bls, JsonNode input, JsonNode output) {
    List<Bytes> signatures = items(input).map(BlsVectors::bytes).toList();
    assertThat(bls.aggregateSignatures(signatures)).as(bls.name()).isEqualTo(bytes(output));
  }

  private static void messageHashCompressed(Bls bls, JsonNode input, JsonNode output) {
    Bytes expected = Bytes.concatenate(items(output).map(BlsVectors::bytes).toList());
    assertThat(hash(bls, input)).as(bls.name()).isEqualTo(expected);
  }

  /**
   * The vectors give projective coordinates: the same point has many, so it is normalised first.
   */
  private static void messageHashUncompressed(Bls bls, JsonNode input, JsonNode output) {
    Fp2 x = coordinate(output.get(0));
    Fp2 y = coordinate(output.get(1));
    Fp2 z = coordinate(output.get(2));
    Bytes expected = Fp2.compressed(x.dividedBy(z), y.dividedBy(z));
    assertThat(hash(bls, input)).as(bls.name()).isEqualTo(expected);
  }

  private static void publicKey(Bls bls, JsonNode input, JsonNode output) {
    assertThat(bls.publicKey(secret(input))).as(bls.name()).isEqualTo(bytes(output));
  }

  private static void sign(Bls bls, JsonNode input, JsonNode output) {
    Bytes signature =
        bls.sign(
            secret(input.required("privkey")),
            Bytes32.wrap(bytes(input.required("message"))),
            bytes(input.required("domain")));
    assertThat(signature).as(bls.name()).isEqualTo(bytes(output));
  }

  private static Bytes hash(Bls bls, JsonNode input) {
    return bls.hashToG2(
        Bytes32.wrap(bytes(input.required("message"))), bytes(input.required("domain")));
  }

  private static java.util.stream.Stream<JsonNode> items(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static Bytes bytes(JsonNode hex) {
    return Bytes.fromHexString(hex.asText());
  }

  private static Bytes32 secret(JsonNode hex) {
    return Bytes32.leftPad(Bytes.fromHexStringLenient(hex.asText()));
  }

  private static Fp2 coordinate(JsonNode pair) {
    return new Fp2(
        new BigInteger(1, bytes(pair.get(0)).toArrayUnsafe()),
        new BigInteger(1, bytes(pair.get(1)).toArrayUnsafe()));
  }
}
