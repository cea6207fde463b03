package crosscheck.api;

import crosscheck.spec.Spec;
import java.time.Clock;

/** Those who read the tables, one for each subject. None keeps anything between two requests. */
final class Readers {

  final Chain chain;
  final Blocks blocks;
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
  final Events events;
  final Sources sources;
  final Alerts alerts;
  final Health health;

  /**
   * @param spec decodes blocks and lists the checks
   * @param clock what slot it is
   */
  Readers(Spec spec, Clock clock) {
    chain = new Chain(clock);
    blocks = new Blocks(spec, chain);
    verdicts = new Verdicts(spec, blocks);
    forks = new Forks();
    tree = new BlockTree(chain);
    search = new Search(spec, chain);
    reorgs = new Reorgs();
    nodes = new Nodes(clock, chain, reorgs);
    offences = new Offences(spec);
    epochs = new Epochs(chain);
    slots = new Slots(chain, epochs);
    validators = new Validators(chain, epochs, slots);
    events = new Events();
    sources = new Sources();
    alerts = new Alerts();
    health = new Health(clock);
  }
}
