package crosscheck.testnet;

import crosscheck.bls.ConfirmedChecker;
import crosscheck.bls.InteropKeys;
import crosscheck.bls.SecretKeys;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.InvalidException;
import crosscheck.spec.v08.Attestation;
import crosscheck.spec.v08.BeaconBlock;
import crosscheck.spec.v08.BeaconBlockBody;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.CommitteeAssignment;
import crosscheck.ssz.Bitlist;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A beacon node and its validators: answers the time with blocks and votes, by its own view of the
 * chain. It never reads a clock and never calls another node. For one thread.
 */
final class Node {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final int number;
  private final NodeSettings settings;
  private final Shared shared;
  private final ServedChain served;
  private final Bytes32 graffiti;
  private final long slotsPerEpoch;

  private Client client;
  private NodeView view;
  private AttestationPool pool;

  /** Secret keys by validator index. */
  private final Map<Integer, Bytes32> keys = new HashMap<>();

  /** What keeps an honest validator from being slashed when its node changes to another branch. */
  private final Map<Integer, Signed> signed = new HashMap<>();

  /**
   * The latest that a validator has signed.
   *
   * @param proposalEpoch epoch of its latest block, -1 for none
   * @param sourceEpoch the greatest source epoch of its votes, -1 for none
   * @param targetEpoch the greatest target epoch of its votes, -1 for none
   */
  private record Signed(long proposalEpoch, long sourceEpoch, long targetEpoch) {
    static final Signed NOTHING = new Signed(-1, -1, -1);
  }

  /** What the nodes of a network have in common. */
  record Shared(
      BlockArchive archive,
      Executions executions,
      Offences offences,
      BlockOperations operations,
      FaultBoard faults,
      Dice dice) {}

  /** A vote that is to be sent. */
  record Sending(SignedVote vote, long delayMillis) {}

  /** A block that is to be sent. */
  record SendingBlock(WireBlock block, long delayMillis) {}

  Node(int number, NodeSettings settings, Client client, BeaconState genesis, Shared shared) {
    this.number = number;
    this.settings = settings;
    this.client = client;
    this.shared = shared;
    this.served = new ServedChain(client.spec(), shared.archive(), genesis);
    this.slotsPerEpoch = client.spec().config().uint64("SLOTS_PER_EPOCH");
    this.view = newView();
    this.pool = newPool();
    this.graffiti = graffiti(settings.name());
    settings.validators().stream().forEach(i -> keys.put(i, InteropKeys.secretKey(i)));
  }

  private NodeView newView() {
    return new NodeView(name(), client, shared.archive(), shared.executions(), served);
  }

  private AttestationPool newPool() {
    return new AttestationPool(
        client.guide(), slotsPerEpoch, client.spec().config().uint64("MAX_ATTESTATIONS"));
  }

  private static Bytes32 graffiti(String text) {
    Bytes bytes = Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    return Bytes32.rightPad(bytes.slice(0, Math.min(Bytes32.SIZE, bytes.size())));
  }

  int number() {
    return number;
  }

  String name() {
    return settings.name();
  }

  NodeSettings settings() {
    return settings;
  }

  NodeView view() {
    return view;
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

  boolean hasBug() {
    return !client.name().equals(ClientBugs.NONE);
  }

  /**
   * Runs other software from now on, which goes through the blocks that the node has heard of.
   *
   * @param clockMillis the node's clock
   */
  void replace(Client other, long clockMillis) {
    List<WireBlock> known = view.heard();
    client = other;
    served.restart();
    view = newView();
    pool = newPool();
    known.forEach(block -> view.receive(block, clockMillis));
  }

  private SlotDuties duties(long slot) {
    return shared.executions().duties(client, view.head(), view.headState(), slot);
  }

  /** The beginning of a slot: blocks, when one of this node's validators is to propose. */
  List<SendingBlock> startOfSlot(long slot) {
    if (slot % slotsPerEpoch == 0) {
      pool.forgetBefore(slot);
    }
    if (slot <= view.headState().slot() || keys.isEmpty()) {
      return List.of();
    }
    SlotDuties duties = duties(slot);
    int proposer = (int) duties.proposer();
    Signed before = signed.getOrDefault(proposer, Signed.NOTHING);
    boolean ours = keys.containsKey(proposer);
    if (!ours
        || duties.state().validators().get(proposer).slashed()
        || before.proposalEpoch() >= slot / slotsPerEpoch) {
      return List.of();
    }
    signed.put(
        proposer, new Signed(slot / slotsPerEpoch, before.sourceEpoch(), before.targetEpoch()));
    try {
      return proposed(duties.state(), proposer);
    } catch (InvalidException e) {
      LOG.warn("{} cannot make a block for slot {}: {}", name(), slot, e.getMessage());
      return List.of();
    }
  }

  private List<SendingBlock> proposed(BeaconState state, int proposer) {
    Bytes32 key = keys.get(proposer);
    BeaconBlockBody body =
        shared
            .operations()
            .body(
                client,
                state,
                graffiti,
                pool.forBlock(state),
                shared.offences().ofProposers(view::heard),
                shared.offences().ofAttesters(vote -> vote.reached(number)),
                key);
    BeaconBlock block = BlockMaking.block(client, state, body, key);
    Dice dice = shared.dice().of("proposal").of(state.slot()).of(proposer);
    Proposal proposal = new Proposal(name(), client, state, proposer, key, body, block, dice);
    List<SendingBlock> sending = new ArrayList<>();
    for (OutgoingBlock out :
        shared.faults().blocks(proposal, List.of(new OutgoingBlock(proposal.ssz(block), 0)))) {
      WireBlock wire = shared.archive().add(out.ssz());
      if (wire.block().isPresent()) {
        shared.offences().proposed(proposer, wire, each -> signedBy(proposer, each, state));
      }
      sending.add(new SendingBlock(wire, out.delayMillis()));
    }
    return sending;
  }

  private boolean signedBy(int proposer, WireBlock wire, BeaconState state) {
    return client
        .spec()
        .evidence()
        .signed(wire.block().orElseThrow(), proposer, state, ConfirmedChecker.preferred());
  }

  /** The middle of a slot: the votes of this node's validators in the slot's committees. */
  List<Sending> middleOfSlot(long slot) {
    if (slot < view.headState().slot() || keys.isEmpty()) {
      return List.of();
    }
    SlotDuties duties = duties(slot);
    List<Sending> sending = new ArrayList<>();
    for (SlotDuties.Committee committee : duties.committees()) {
      List<Integer> voters =
          committee.assignment().committee().stream()
              .filter(member -> keys.containsKey(member) && maySign(member, committee))
              .toList();
      if (!voters.isEmpty()) {
        Ballot ballot =
            new Ballot(
                name(),
                client,
                duties.state(),
                view.head(),
                committee.assignment(),
                shared.dice().of("ballot").of(slot).of(number));
        List<OutgoingVote> honest = List.of(new OutgoingVote(committee.data(), voters, 0));
        for (OutgoingVote vote : shared.faults().votes(ballot, honest)) {
          sending.add(new Sending(sign(ballot, vote), vote.delayMillis()));
        }
      }
    }
    return sending;
  }

  /** Notes the vote when it may be signed. */
  private boolean maySign(int validator, SlotDuties.Committee committee) {
    long source = committee.data().source().epoch();
    long target = committee.data().target().epoch();
    Signed before = signed.getOrDefault(validator, Signed.NOTHING);
    if (target <= before.targetEpoch() || source < before.sourceEpoch()) {
      return false;
    }
    signed.put(validator, new Signed(before.proposalEpoch(), source, target));
    return true;
  }

  /** One signature by the sum of the keys is the aggregate of their signatures. */
  private SignedVote sign(Ballot ballot, OutgoingVote vote) {
    CommitteeAssignment assignment = ballot.assignment();
    List<Integer> committee = assignment.committee();
    Bitlist nobody = Bitlist.zeros(committee.size());
    Bitlist bits = nobody;
    for (int position = 0; position < committee.size(); position++) {
      if (vote.voters().contains(committee.get(position))) {
        bits = bits.with(position, true);
      }
    }
    Bytes32 key = SecretKeys.sum(vote.voters().stream().map(keys::get).toList());
    Bytes signature = client.guide().getSignedAttestationData(ballot.state(), vote.data(), key);
    SignedVote made =
        new SignedVote(
            new Attestation(bits, vote.data(), nobody, signature),
            vote.voters().stream().sorted().toList());
    shared.offences().voted(made);
    return made;
  }

  /** Takes in a vote, its own or another's; false when it knows it already. */
  boolean receive(SignedVote vote) {
    boolean news = vote.reaches(number);
    if (news) {
      pool.add(vote);
    }
    return news;
  }
}
