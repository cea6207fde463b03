package crosscheck.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import crosscheck.bls.Bls;
import crosscheck.bls.SignatureChecker;
import crosscheck.spec.Block;
import crosscheck.spec.Check;
import crosscheck.spec.InvalidException;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.spec.v08.SpecFunctions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The runners that change a state, or ask something of one: {@code operations}, {@code
 * epoch_processing}, {@code sanity}, {@code genesis}; and {@code shuffling}.
 */
final class StateVectors {

  private static final Bls BLS = Bls.preferred();
  private static final int SIGNATURES_IGNORED = 2;

  private final Spec spec;
  private final SpecFunctions functions;
  private final BiConsumer<String, Check> tripped;

  /**
   * @param tripped told of each check that an invalid example fails: the example, the check
   */
  StateVectors(Spec spec, BiConsumer<String, Check> tripped) {
    this.spec = spec;
    this.functions = new SpecFunctions(spec);
    this.tripped = tripped;
  }

  StateVectors(Spec spec) {
    this(spec, (example, check) -> {});
  }

  Map<String, Handler> handlers() {
    Map<String, Handler> handlers = new HashMap<>();
    for (String operation : SpecFunctions.OPERATIONS) {
      handlers.put("operations/" + operation, example -> operation(example, operation));
    }
    for (String step : SpecFunctions.EPOCH_STEPS) {
      handlers.put(
          "epoch_processing/" + step,
          example -> hold(example, pre -> functions.epochStep(step, pre)));
    }
    handlers.put("sanity/blocks", this::blocks);
    handlers.put("sanity/slots", this::slots);
    handlers.put("genesis/initialization", this::genesis);
    handlers.put("genesis/validity", this::validGenesis);
    handlers.put("shuffling/core", this::shuffling);
    return handlers;
  }

  private interface Transition {
    State apply(State pre) throws Exception;
  }

  /**
   * The post-state is the example's; without one, the input is invalid, and we are not at fault.
   */
  private void hold(Case example, Transition transition) throws Exception {
    Bytes preSsz = example.bytes("pre.ssz");
    State pre = spec.decodeState(preSsz);
    if (example.has("post.ssz")) {
      State post = transition.apply(pre);
      Bytes expected = example.bytes("post.ssz");
      State decoded = spec.decodeState(expected);
      assertThat(StateDifference.between(spec, decoded, post)).as("fields that differ").isEmpty();
      assertThat(spec.ssz().encode(post)).as("SSZ of the post-state").isEqualTo(expected);
      assertThat(spec.hash(post)).as("root of the post-state").isEqualTo(spec.hash(decoded));
    } else {
      try {
        transition.apply(pre);
      } catch (InvalidException e) {
        tripped.accept(example.toString(), e.check());
        return;
      }
      fail("accepted, but it is invalid");
    }
    assertThat(spec.ssz().encode(pre)).as("the pre-state, unchanged").isEqualTo(preSsz);
  }

  private static SignatureChecker signatures(Case example) throws Exception {
    boolean ignored = example.setting("meta.yaml", "bls_setting", 0) == SIGNATURES_IGNORED;
    return ignored ? set -> true : BLS::verify;
  }

  private void operation(Case example, String name) throws Exception {
    Object operation =
        spec.ssz()
            .decode(
                functions.operationType(name),
                example.bytes(name.equals("block_header") ? "block.ssz" : name + ".ssz"));
    SignatureChecker signatures = signatures(example);
    hold(example, pre -> functions.operation(name, pre, operation, signatures));
  }

  private void blocks(Case example) throws Exception {
    int count = example.yaml("meta.yaml").required("blocks_count").asInt();
    SignatureChecker signatures = signatures(example);
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(spec.decodeBlock(example.bytes("blocks_" + i + ".ssz")));
    }
    hold(
        example,
        pre -> {
          State state = pre;
          for (Block block : blocks) {
            state = spec.transition(state, block, signatures);
          }
          return state;
        });
  }

  private void slots(Case example) throws Exception {
    long slots = example.yaml("slots.yaml").asLong();
    hold(example, pre -> spec.advance(pre, pre.slot() + slots));
  }

  private void genesis(Case example) throws Exception {
    int count = example.yaml("meta.yaml").required("deposits_count").asInt();
    Class<?> depositType = functions.operationType("deposit");
    List<Object> deposits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      deposits.add(spec.ssz().decode(depositType, example.bytes("deposits_" + i + ".ssz")));
    }
    State genesis =
        spec.genesisFromDeposits(
            Bytes32.wrap(example.bytes("eth1_block_hash.ssz")),
            example.yaml("eth1_timestamp.yaml").asLong(),
            deposits);
    State expected = spec.decodeState(example.bytes("state.ssz"));
    assertThat(StateDifference.between(spec, expected, genesis)).as("differences").isEmpty();
    assertThat(spec.hash(genesis)).isEqualTo(spec.hash(expected));
  }

  private void validGenesis(Case example) throws Exception {
    State state = spec.decodeState(example.bytes("genesis.ssz"));
    assertThat(spec.validGenesis(state)).isEqualTo(example.yaml("is_valid.yaml").asBoolean());
  }

  private void shuffling(Case example) throws Exception {
    JsonNode mapping = example.yaml("mapping.yaml");
    Bytes32 seed = Bytes32.fromHexString(mapping.required("seed").asText());
    int count = mapping.required("count").asInt();
    int[] expected = new int[count];
    for (int i = 0; i < count; i++) {
      expected[i] = mapping.required("mapping").get(i).asInt();
    }
    assertThat(mapping.required("mapping")).hasSize(count);
    assertThat(functions.shuffledAtOnce(count, seed)).as("all at once").isEqualTo(expected);
    // One by one is a hundred times the work: a sample of the long lists.
    for (int i = 0; i < count; i += 1 + count / 50) {
      assertThat(functions.shuffledIndex(i, count, seed)).as("index %d", i).isEqualTo(expected[i]);
    }
  }
}
