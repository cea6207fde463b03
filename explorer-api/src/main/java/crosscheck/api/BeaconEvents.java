package crosscheck.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.jdbi.v3.core.Handle;

/** Our events as those of the Beacon API: each of ours is one of theirs, or none. */
final class BeaconEvents {

  /** The topics that an explorer can tell of. */
  static final Parameter<Set<String>> TOPICS =
      Parameters.several(
              "topics",
              "Events of these topics.",
              List.of("head", "block", "finalized_checkpoint", "chain_reorg"))
          .needed();

  private final Chain chain;
  private final BeaconBlocks blocks;

  BeaconEvents(Chain chain, BeaconBlocks blocks) {
    this.chain = chain;
    this.blocks = blocks;
  }

  /**
   * The head moved.
   *
   * @param epochTransition whether it is in another epoch than the one before
   */
  record Head(
      String slot,
      Bytes block,
      Bytes state,
      boolean epochTransition,
      boolean executionOptimistic) {}

  /** A block is valid. */
  record Block(String slot, Bytes block, boolean executionOptimistic) {}

  /** The finalized checkpoint moved. */
  record Finalized(Bytes block, Bytes state, String epoch, boolean executionOptimistic) {}

  /**
   * The head left its branch.
   *
   * @param depth slots undone
   */
  record ChainReorg(
      String slot,
      String depth,
      Bytes oldHeadBlock,
      Bytes newHeadBlock,
      Bytes oldHeadState,
      Bytes newHeadState,
      String epoch,
      boolean executionOptimistic) {}

  /** Answers with a stream of the topics asked for. */
  void open(Context request, Given given, EventStream stream, Reader reader) throws Exception {
    Set<String> topics = given.of(TOPICS);
    stream.open(
        request,
        Optional.empty(),
        event -> reader.read(handle -> told(handle, event)).filter(m -> topics.contains(m.type())));
  }

  /** What an event of ours is there; empty when it is nothing. */
  Optional<EventStream.Message> told(Handle handle, Event event) {
    JsonNode payload = event.payload();
    return switch (event.type()) {
      case "head_changed" -> Optional.of(message("head", event, head(handle, payload)));
      case "block_judged" ->
          payload.path("status").asText().equals("valid")
              ? Optional.of(
                  message(
                      "block",
                      event,
                      new Block(payload.get("slot").asText(), root(payload, "root"), false)))
              : Optional.empty();
      case "finalized_changed" -> {
        Bytes32 root = root(payload, "root");
        Finalized finalized =
            new Finalized(root, state(handle, root), payload.get("epoch").asText(), false);
        yield Optional.of(message("finalized_checkpoint", event, finalized));
      }
      case "reorg" ->
          payload.path("node").isNull()
              ? Optional.of(message("chain_reorg", event, reorg(handle, payload)))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Head head(Handle handle, JsonNode payload) {
    Bytes32 root = root(payload, "root");
    Network network = chain.network(handle);
    BigInteger before = found(handle, root(payload, "previous_root")).slot();
    String slot = payload.get("slot").asText();
    return new Head(
        slot,
        root,
        state(handle, root),
        !Chain.epoch(network, slot).equals(Chain.epoch(network, before.toString())),
        false);
  }

  private ChainReorg reorg(Handle handle, JsonNode payload) {
    Bytes32 from = root(payload, "from_root");
    Bytes32 to = root(payload, "to_root");
    String slot = found(handle, to).slot().toString();
    return new ChainReorg(
        slot,
        payload.get("depth_slots").asText(),
        from,
        to,
        state(handle, from),
        state(handle, to),
        Chain.epoch(chain.network(handle), slot),
        false);
  }

  private Bytes state(Handle handle, Bytes32 root) {
    return found(handle, root).stateRoot();
  }

  private BeaconBlocks.Found found(Handle handle, Bytes32 root) {
    return blocks.find(handle, new BlockId.Digest(root));
  }

  private static Bytes32 root(JsonNode payload, String name) {
    return Bytes32.fromHexString(payload.get(name).asText());
  }

  private static EventStream.Message message(String type, Event event, Object data) {
    return new EventStream.Message(event.id(), type, Json.text(data));
  }
}
