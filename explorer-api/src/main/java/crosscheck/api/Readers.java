package crosscheck.api;

import crosscheck.spec.Spec;
import java.time.Clock;

/**
 * Those who read the tables, one for each subject. Between two requests they keep what cannot
 * change (the network, where forks begin, what finality has decided), what the database itself says
 * is still true ({@link Kept}, the head), and the states in {@link PastStates}: any number of
 * servers over one database tell the same.
 */
final class Readers {

  final Chain chain;
  final Blocks blocks;
  final BlockList blockList;
  final Verdicts verdicts;
  final Forks forks;
  final BlockTree tree;
  final Search search;
  final Nodes nodes;
  final Reorgs reorgs;
  final Offences offences;
  final Epochs epochs;
  final Slots slots;
  final Validators validators;
  final Committees committees;
  final BlockChanges changes;
  final BlockAttestations attestations;
  final EvidenceBundle evidence;
  final Events events;
  final Sources sources;
  final Alerts alerts;
  final Exercises exercises;
  final Health health;
  final PastStates states;
  final BeaconBlocks beaconBlocks;
  final BeaconStates beaconStates;
  final BeaconNode beaconNode;
  final BeaconEvents beaconEvents;

  /**
   * @param spec decodes blocks and lists the checks
   * @param clock what slot it is
   */
  Readers(Spec spec, Clock clock) {
    chain = new Chain(clock);
    BlockRows rows = new BlockRows(spec);
    blocks = new Blocks(spec, chain, rows);
    blockList = new BlockList(spec, rows);
    verdicts = new Verdicts(spec, blockList);
    forks = new Forks(chain);
    tree = new BlockTree(chain);
    search = new Search(spec, chain);
    reorgs = new Reorgs();
    nodes = new Nodes(clock, chain, reorgs);
    offences = new Offences(spec);
    epochs = new Epochs(chain);
    slots = new Slots(chain, epochs);
    states = new PastStates(spec, chain);
    committees = new Committees(spec, chain, epochs, slots, states);
    changes = new BlockChanges(spec, blocks, states);
    attestations = new BlockAttestations(spec, blocks, changes);
    validators = new Validators(chain, epochs, slots, attestations, states);
    evidence = new EvidenceBundle(spec, blocks, changes);
    events = new Events();
    sources = new Sources();
    alerts = new Alerts();
    exercises = new Exercises();
    health = new Health(clock);
    beaconBlocks = new BeaconBlocks(spec, chain);
    beaconStates = new BeaconStates(spec, chain, beaconBlocks, states);
    beaconNode = new BeaconNode(spec, chain, health);
    beaconEvents = new BeaconEvents(chain, beaconBlocks);
  }
}
