package crosscheck.testnet;

import crosscheck.bls.InteropKeys;
import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.replay.Verdict;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.Uint64;
import crosscheck.spec.v08.Attestation;
import crosscheck.spec.v08.AttestationData;
import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconBlockBody;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.CommitteeAssignment;
import crosscheck.spec.v08.Phase0;
import crosscheck.spec.v08.ValidatorGuide;
import crosscheck.ssz.SszList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A beacon node and its validators: judges the blocks it receives, follows its own fork choice, and
 * answers the time with messages. It never reads a clock and never calls another node. For one
 * thread.
 */
final class Node implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final String name;
  private final Phase0 spec;
  private final ValidatorGuide guide;
  private final Replay view;
  private final ServedChain served;
  private final AttestationPool pool;
  private final Bytes32 graffiti;

  /** Secret keys by validator index. */
  private final Map<Integer, Bytes32> keys = new HashMap<>();

  Node(NodeSettings settings, Phase0 spec, BeaconState genesis) {
    this.name = settings.name();
    this.spec = spec;
    this.guide = spec.validatorGuide();
    // One thread: all nodes of a network take turns on the same one.
    this.view = new Replay(spec, genesis, ReplaySettings.defaults().withThreads(1));
    this.served = new ServedChain(spec, genesis);
    this.pool =
        new AttestationPool(
            guide,
            spec.config().uint64("SLOTS_PER_EPOCH"),
            spec.config().uint64("MAX_ATTESTATIONS"));
    this.graffiti = graffiti(name);
    for (int i : settings.validators().stream().toArray()) {
      keys.put(i, InteropKeys.secretKey(i));
    }
  }

  private static Bytes32 graffiti(String text) {
    Bytes bytes = Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    return Bytes32.rightPad(bytes.slice(0, Math.min(Bytes32.SIZE, bytes.size())));
  }

  String name() {
    return name;
  }

  /** Fork-choice head. */
  Bytes32 head() {
    return view.head();
  }

  /** Finalized checkpoint of the fork-choice store. */
  Checkpoint finalized() {
    return view.finalized();
  }

  /** What the node shows of itself; safe for use by many threads. */
  ServedChain served() {
    return served;
  }

  /** The beginning of a slot: a block, when one of this node's validators is to propose. */
  List<Message> startOfSlot(long slot) {
    BeaconState parent = headState();
    if (!Uint64.less(parent.slot(), slot)) {
      return List.of();
    }
    BeaconState state = spec.advance(parent, slot);
    int proposer = (int) spec.proposerIndex(state);
    if (!keys.containsKey(proposer) || state.validators().get(proposer).slashed()) {
      return List.of();
    }
    Bytes32 key = keys.get(proposer);
    SszList<Attestation> attestations = pool.forBlock(state);
    BeaconBlockBody body = guide.body(state, graffiti, attestations, key);
    BeaconBlock block = guide.block(state, body, key);
    LOG.debug(
        "{} proposes slot {} by validator {} with {} attestations",
        name,
        slot,
        proposer,
        attestations.size());
    return List.of(new Message.OfBlock(spec.ssz().encode(block)));
  }

  /** The middle of a slot: an attestation of each of this node's validators in its committees. */
  List<Message> middleOfSlot(long slot) {
    BeaconState headState = headState();
    if (Uint64.less(slot, headState.slot())) {
      return List.of();
    }
    BeaconState state = spec.advance(headState, slot);
    List<Message> messages = new ArrayList<>();
    for (CommitteeAssignment assignment : guide.committees(state, slot)) {
      AttestationData data = guide.attestationData(state, view.head(), assignment.shard());
      List<Integer> committee = assignment.committee();
      for (int position = 0; position < committee.size(); position++) {
        Bytes32 key = keys.get(committee.get(position));
        if (key != null) {
          messages.add(
              new Message.OfAttestation(
                  guide.attestation(state, data, committee.size(), position, key)));
        }
      }
    }
    return messages;
  }

  private BeaconState headState() {
    return (BeaconState) view.state(view.head()).orElseThrow();
  }

  /** Takes in what a node has sent: another one, or this one itself. */
  void receive(Message message, long unixTimeMillis) {
    if (message instanceof Message.OfBlock block) {
      Judgement judgement =
          view.judge(block.ssz(), OptionalLong.of(Math.floorDiv(unixTimeMillis, 1_000L)));
      if (judgement.verdict() == Verdict.VALID) {
        show(block.ssz(), judgement);
      } else {
        LOG.warn(
            "{} does not take a block: {} {}",
            name,
            judgement.verdict().word(),
            judgement.failure().map(Object::toString).orElse(""));
      }
    } else if (message instanceof Message.OfAttestation attestation) {
      pool.add(attestation.attestation());
    }
  }

  private void show(Bytes ssz, Judgement judgement) {
    served.add(
        judgement.root().orElseThrow(),
        (BeaconBlock) judgement.block().orElseThrow(),
        ssz,
        (BeaconState) judgement.post().orElseThrow());
    served.move(judgement.head(), headState());
  }

  @Override
  public void close() {
    view.close();
  }
}
