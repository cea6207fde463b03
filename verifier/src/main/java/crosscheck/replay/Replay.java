package crosscheck.replay;

import crosscheck.bls.Bls;
import crosscheck.bls.ConfirmedChecker;
import crosscheck.bls.DeferredChecker;
import crosscheck.bls.SignatureChecker;
import crosscheck.bls.SignatureSet;
import crosscheck.spec.Block;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.Failure;
import crosscheck.spec.ForkChoice;
import crosscheck.spec.ForkChoiceStore;
import crosscheck.spec.InvalidException;
import crosscheck.spec.Spec;
import crosscheck.spec.State;
import crosscheck.spec.Uint64;
import crosscheck.ssz.SszException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A chain in memory, with all its forks: judges blocks one after the other, each from its parent's
 * post-state, and follows fork choice.
 *
 * <p>Signatures are checked in batches, within a block ({@link #judge}) and across blocks ({@link
 * #judgeAll}). That never shows: when a batch does not hold, the block is judged again one
 * signature at a time, so the reported check is always the first one that fails, and a refused
 * signature is confirmed by a second implementation.
 *
 * <p>For one thread; it spreads signatures over a pool of its own, ended by {@link #close}.
 */
public final class Replay implements AutoCloseable {

  private final Spec spec;
  private final ReplaySettings settings;
  private final Bls bls;
  private final SignatureChecker confirmed;
  private final Bytes32 genesisRoot;
  private final State genesis;
  private final long secondsPerSlot;
  private final PostStates states;
  private final ExecutorService workers;

  private ForkChoice forkChoice;
  private long clock;

  /** Starts a chain from a genesis state: one of slot 0, taken as it is. All states are held. */
  public Replay(Spec spec, State genesis, ReplaySettings settings) {
    this(spec, genesis, settings, Bls.preferred(), ConfirmedChecker.preferred());
  }

  /**
   * As above, with signatures checked by the given implementations.
   *
   * @param bls checks batches
   * @param confirmed checks one by one, and has the last word
   */
  public Replay(
      Spec spec, State genesis, ReplaySettings settings, Bls bls, SignatureChecker confirmed) {
    this(spec, genesis, settings, bls, confirmed, Optional.empty());
  }

  /**
   * Starts a chain from a genesis state, with a bound on the states held ({@link
   * ReplaySettings#mostStates}).
   *
   * @param history must answer for every block once it was judged valid
   */
  public Replay(Spec spec, State genesis, ReplaySettings settings, History history) {
    this(
        spec,
        genesis,
        settings,
        Bls.preferred(),
        ConfirmedChecker.preferred(),
        Optional.of(history));
  }

  private Replay(
      Spec spec,
      State genesis,
      ReplaySettings settings,
      Bls bls,
      SignatureChecker confirmed,
      Optional<History> history) {
    this.spec = spec;
    this.settings = settings;
    this.bls = bls;
    this.confirmed = confirmed;
    this.genesis = genesis;
    this.genesisRoot = spec.root(spec.genesisBlock(genesis));
    this.states = new PostStates(spec, genesisRoot, genesis, history, settings, bls, confirmed);
    this.forkChoice = spec.forkChoice(genesis, states);
    this.secondsPerSlot = spec.config().uint64("SECONDS_PER_SLOT");
    this.clock = genesis.genesisTime();
    this.workers =
        Executors.newFixedThreadPool(
            settings.threads(),
            task -> {
              Thread thread = new Thread(task, "signatures");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Goes on from where another replay of the same genesis stood; to be called on a new one, with a
   * history.
   *
   * @throws IllegalArgumentException when the point contradicts itself
   */
  public void resume(RestorePoint point) {
    point.blocks().forEach(block -> states.learn(block.root(), block.parentRoot()));
    forkChoice = spec.forkChoice(genesis, point.blocks(), point.store(), states);
    clock = point.store().time();
  }

  /** Judges one input. What is in it never makes this throw. */
  public Judgement judge(Bytes ssz, OptionalLong time) {
    return judge(new Input(ssz, time));
  }

  private Judgement judge(Input input) {
    Attempt attempt = attempt(input, Map.of());
    long start = System.nanoTime();
    Attempt settled = holds(attempt.claims()) ? attempt : oneByOne(attempt);
    return conclude(settled.after(System.nanoTime() - start));
  }

  /**
   * Judges inputs in order, with signatures collected across them; {@code sink} gets one judgement
   * for each, in the same order.
   */
  public void judgeAll(Iterator<Input> inputs, Consumer<Judgement> sink) {
    List<Attempt> open = new ArrayList<>();
    Map<Bytes32, State> presumed = new HashMap<>();
    int claims = 0;
    while (inputs.hasNext()) {
      Attempt attempt = attempt(inputs.next(), presumed);
      open.add(attempt);
      claims += attempt.claims().size();
      attempt.post().ifPresent(post -> presumed.put(attempt.root().orElseThrow(), post));
      if (Math.max(claims, open.size()) >= settings.batchedSignatures()) {
        settle(open, sink);
        open.clear();
        presumed.clear();
        claims = 0;
      }
    }
    settle(open, sink);
  }

  /**
   * Checks the signatures of several attempts together and concludes them in order. From the first
   * one whose signatures do not hold, all are judged again: they may rest on a post-state that was
   * presumed wrongly.
   */
  private void settle(List<Attempt> open, Consumer<Judgement> sink) {
    List<SignatureSet> claims = new ArrayList<>();
    open.forEach(attempt -> claims.addAll(attempt.claims()));
    long start = System.nanoTime();
    boolean allHold = holds(claims);
    long nanosPerClaim = (System.nanoTime() - start) / Math.max(1, claims.size());
    int next = 0;
    while (next < open.size() && (allHold || holds(open.get(next).claims()))) {
      Attempt attempt = open.get(next++);
      sink.accept(conclude(attempt.after(nanosPerClaim * attempt.claims().size())));
    }
    for (Attempt attempt : open.subList(next, open.size())) {
      sink.accept(judge(attempt.input()));
    }
  }

  /**
   * Takes in a block that was judged valid before, without checking its signatures again.
   *
   * @return {@code valid}, unless it is not the same block or chain as then
   */
  public Judgement restore(Bytes ssz, OptionalLong time) {
    return conclude(attempt(new Input(ssz, time), Map.of()));
  }

  /** Everything but the signatures, which are taken for true and collected. */
  private Attempt attempt(Input input, Map<Bytes32, State> presumed) {
    long start = System.nanoTime();
    Attempt attempt = decode(input);
    if (attempt.verdict() != Verdict.MALFORMED) {
      try {
        attempt = execute(attempt, presumed);
      } catch (HistoryException e) {
        throw e;
      } catch (RebuildBoundException e) {
        attempt =
            attempt.failed(
                Verdict.ERROR, Failures.tooFarBack(spec.version(), e.bound()), List.of());
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        attempt = attempt.failed(Verdict.ERROR, ourFault(e), List.of());
      }
    }
    return attempt.after(System.nanoTime() - start);
  }

  /** Decodes; the verdict so far is {@code unknown_parent}. */
  private Attempt decode(Input input) {
    try {
      Block block = spec.decodeBlock(input.ssz());
      return Attempt.notExecuted(
          input, Verdict.UNKNOWN_PARENT, block, spec.root(block), spec.hash(block));
    } catch (SszException e) {
      return Attempt.undecodable(input, Verdict.MALFORMED, Failures.malformed(spec.version(), e));
    }
  }

  private Attempt execute(Attempt attempt, Map<Bytes32, State> presumed) {
    Block block = attempt.block().orElseThrow();
    State parent = presumed.get(block.parentRoot());
    if (parent == null) {
      if (!states.knows(block.parentRoot())) {
        return attempt;
      }
      parent = states.post(block.parentRoot());
    }
    long gap = Uint64.less(block.slot(), parent.slot()) ? 0 : block.slot() - parent.slot();
    if (future(attempt.input(), block.slot(), gap)) {
      return Attempt.notExecuted(
          attempt.input(),
          Verdict.FUTURE,
          block,
          attempt.root().orElseThrow(),
          attempt.hash().orElseThrow());
    }
    if (Uint64.less(settings.maxEmptySlots(), gap)) {
      return attempt.failed(
          Verdict.ERROR, Failures.tooFar(spec.version(), gap, settings.maxEmptySlots()), List.of());
    }
    DeferredChecker deferred = new DeferredChecker(bls, confirmed);
    Attempt reached = attempt;
    try {
      State pre = states.at(block.parentRoot(), parent, block.slot());
      reached = attempt.at(pre, proposerIndex(pre));
      State post = spec.transition(pre, block, deferred);
      return reached.valid(post, deferred.sets());
    } catch (InvalidException e) {
      return reached.failed(Verdict.INVALID, e.failure(spec.version()), deferred.sets());
    }
  }

  private boolean future(Input input, long slot, long gap) {
    if (input.time().isPresent()) {
      return Uint64.less(input.time().getAsLong(), startTime(slot));
    }
    return Uint64.less(settings.maxSlotsAhead(), gap);
  }

  /** Unix time at which a slot begins; 2^64-1 if later than that. */
  private long startTime(long slot) {
    return Uint64.plusOrMax(genesis.genesisTime(), Uint64.timesOrMax(slot, secondsPerSlot));
  }

  private OptionalLong proposerIndex(State pre) {
    try {
      return OptionalLong.of(spec.proposerIndex(pre));
    } catch (InvalidException e) {
      // No committee to choose from: the transition will say so.
      return OptionalLong.empty();
    }
  }

  private boolean holds(List<SignatureSet> claims) {
    return settings.threads() == 1
        ? bls.verifyAll(claims)
        : bls.verifyAll(claims, workers, settings.threads());
  }

  /** Executes again, with each signature checked when its turn comes: finds the first failure. */
  private Attempt oneByOne(Attempt attempt) {
    try {
      spec.transition(attempt.pre().orElseThrow(), attempt.block().orElseThrow(), confirmed);
      throw new IllegalStateException("a batch of signatures was refused, and each one accepted");
    } catch (InvalidException e) {
      return attempt.failed(Verdict.INVALID, e.failure(spec.version()), List.of());
    } catch (RuntimeException e) {
      return attempt.failed(Verdict.ERROR, ourFault(e), List.of());
    }
  }

  /** Stores what is valid, imports it into fork choice, and reports. */
  private Judgement conclude(Attempt attempt) {
    long start = System.nanoTime();
    Attempt concluded = attempt;
    Optional<Failure> refusal = Optional.empty();
    try {
      refusal = follow(attempt);
    } catch (HistoryException e) {
      throw e;
    } catch (RuntimeException e) {
      concluded = attempt.failed(Verdict.ERROR, ourFault(e), List.of());
    }
    Bytes32 head = head();
    states.want(Set.copyOf(List.of(head, justified().root(), finalized().root())));
    return new Judgement(
        concluded.verdict(),
        concluded.block(),
        concluded.root(),
        concluded.hash(),
        concluded.proposerIndex(),
        concluded.failure(),
        refusal,
        concluded.post(),
        head,
        justified(),
        finalized(),
        (concluded.nanos() + System.nanoTime() - start) / 1_000);
  }

  /** Fork choice: moves its clock, and imports the block unless it refuses it. */
  private Optional<Failure> follow(Attempt attempt) {
    if (attempt.verdict() != Verdict.VALID && attempt.verdict() != Verdict.INVALID) {
      attempt.input().time().ifPresent(this::tick);
      return Optional.empty();
    }
    Block block = attempt.block().orElseThrow();
    tick(attempt.input().time().orElse(Uint64.max(clock, startTime(block.slot()))));
    Optional<Failure> refusal = forkChoice.refusal(block);
    attempt
        .post()
        .ifPresent(post -> states.put(attempt.root().orElseThrow(), block.parentRoot(), post));
    if (attempt.post().isPresent() && refusal.isEmpty()) {
      forkChoice.onBlock(block, attempt.post().orElseThrow(), confirmed);
    }
    return refusal;
  }

  private void tick(long time) {
    clock = time;
    forkChoice.onTick(time);
  }

  private Failure ourFault(Throwable fault) {
    return Failures.ourFault(spec.version(), fault);
  }

  /** Id of the block that stands for the genesis state. */
  public Bytes32 genesisRoot() {
    return genesisRoot;
  }

  /**
   * Post-state of a block judged valid, by its id; made again if it is no more held.
   *
   * @throws HistoryException when it cannot be made again for now
   * @throws RuntimeException when it cannot be made again, by a fault or a bound of ours
   */
  public Optional<State> state(Bytes32 root) {
    return states.knows(root) ? Optional.of(states.post(root)) : Optional.empty();
  }

  /**
   * The block so many blocks before another one on its chain, or the genesis block where the chain
   * is shorter.
   *
   * @param root id of a block judged valid, or of the genesis block
   */
  public Bytes32 ancestor(Bytes32 root, long blocks) {
    return states.ancestor(root, blocks);
  }

  /** How many states are held in memory besides that of genesis. */
  public int statesHeld() {
    return states.count();
  }

  /** The fork-choice store, to {@link #resume} from with the valid blocks so far. */
  public ForkChoiceStore store() {
    return forkChoice.store();
  }

  /** {@link crosscheck.spec.ForkChoice#weights}. */
  public Map<Bytes32, Long> weights() {
    return forkChoice.weights();
  }

  /** Fork-choice head. */
  public Bytes32 head() {
    return forkChoice.head();
  }

  /** Justified checkpoint of the fork-choice store. */
  public Checkpoint justified() {
    return forkChoice.justified();
  }

  /** Finalized checkpoint of the fork-choice store. */
  public Checkpoint finalized() {
    return forkChoice.finalized();
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
