package crosscheck.spec.v08;

import crosscheck.spec.Checkpoint;
import crosscheck.spec.Config;
import crosscheck.spec.Specs;
import crosscheck.ssz.Bitlist;
import crosscheck.ssz.RootList;
import crosscheck.ssz.SszList;
import crosscheck.ssz.Uint64List;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/**
 * States at the end of an epoch with registries, balances and pending attestations of every kind:
 * nothing a chain led to, everything an epoch transition may meet.
 */
final class RandomStates {

  static final Phase0 SPEC = (Phase0) Specs.of("v0.8.3", Config.minimal());

  private static final long GWEI_PER_ETH = 1_000_000_000L;
  private static final long FAR = Constants.FAR_FUTURE_EPOCH;

  private final Random random;

  RandomStates(long seed) {
    this.random = new Random(seed);
  }

  /** The last slot of epoch 6: every step of an epoch transition has work to do. */
  BeaconState endOfEpoch(int validators) {
    BeaconState state = SPEC.ssz().defaultValue(BeaconState.class);
    long epoch = 6;
    state.slot = epoch * 8 + 7;
    state.fork = new Fork(state.fork.previousVersion(), state.fork.currentVersion(), 0);
    state.blockRoots = roots(64);
    state.stateRoots = roots(64);
    state.randaoMixes = roots(64);
    state.activeIndexRoots = roots(64);
    List<Validator> registry = new ArrayList<>();
    long[] balances = new long[validators];
    for (int i = 0; i < validators; i++) {
      registry.add(validator(epoch));
      balances[i] = random.nextInt(40) * GWEI_PER_ETH + random.nextInt(1_000_000_000);
    }
    state.validators = SszList.copyOf(registry);
    state.balances = Uint64List.of(balances);
    state.startShard = random.nextInt(8);
    long[] slashings = new long[64];
    slashings[random.nextInt(64)] = random.nextInt(100) * GWEI_PER_ETH;
    state.slashings = Uint64List.of(slashings);
    List<Crosslink> crosslinks = new ArrayList<>();
    for (int shard = 0; shard < 8; shard++) {
      crosslinks.add(new Crosslink(shard, root(), 1, 2, Bytes32.ZERO));
    }
    state.currentCrosslinks = SszList.copyOf(crosslinks);
    state.previousCrosslinks = state.currentCrosslinks;
    state.previousJustifiedCheckpoint = new Checkpoint(3 + random.nextInt(2), root());
    state.currentJustifiedCheckpoint = new Checkpoint(4 + random.nextInt(2), root());
    state.finalizedCheckpoint = new Checkpoint(random.nextInt(4), root());
    state.previousEpochAttestations = attestations(state, epoch - 1, validators);
    state.currentEpochAttestations = attestations(state, epoch, validators);
    return state;
  }

  private Validator validator(long epoch) {
    boolean slashed = random.nextInt(5) == 0;
    boolean exited = random.nextInt(6) == 0;
    boolean waiting = !exited && random.nextInt(6) == 0;
    long exit = exited ? epoch + random.nextInt(6) - 2 : FAR;
    byte[] key = new byte[48];
    random.nextBytes(key);
    return new Validator(
        Bytes48.wrap(key),
        root(),
        (12 + random.nextInt(21)) * GWEI_PER_ETH,
        slashed,
        waiting && random.nextBoolean() ? FAR : random.nextInt(5),
        waiting ? (random.nextBoolean() ? FAR : epoch + 4 + random.nextInt(4)) : 0,
        exit,
        slashed ? epoch + random.nextInt(3) * 16L : exited ? exit + 4 : FAR);
  }

  private SszList<PendingAttestation> attestations(BeaconState state, long epoch, int validators) {
    List<PendingAttestation> attestations = new ArrayList<>();
    EpochCommittees committees = SPEC.accessors().committees(state, epoch);
    int count = random.nextInt(20);
    for (int i = 0; i < count; i++) {
      long shard = committees.shard(random.nextInt((int) committees.count()));
      AttestationData data = data(state, epoch, shard);
      attestations.add(
          new PendingAttestation(
              bits(committees.ofShard(shard).size()),
              data,
              1 + random.nextInt(8),
              random.nextInt(validators)));
    }
    return SszList.copyOf(attestations);
  }

  private AttestationData data(BeaconState state, long epoch, long shard) {
    Crosslink parent = state.currentCrosslinks.get(shard);
    Crosslink crosslink =
        switch (random.nextInt(4)) {
          case 0 -> parent;
          case 1 -> new Crosslink(shard, root(), 2, epoch, Bytes32.ZERO);
          default ->
              new Crosslink(
                  shard,
                  SPEC.ssz().hashTreeRoot(parent),
                  2,
                  epoch,
                  random.nextBoolean() ? Bytes32.ZERO : Bytes32.leftPad(root().slice(31)));
        };
    AttestationData slotOnly =
        new AttestationData(
            Bytes32.ZERO,
            state.currentJustifiedCheckpoint,
            new Checkpoint(epoch, Bytes32.ZERO),
            crosslink);
    long slot = SPEC.accessors().getAttestationDataSlot(state, slotOnly);
    Bytes32 head = state.blockRoots.get(slot % 64);
    Bytes32 target = state.blockRoots.get(epoch * 8 % 64);
    return new AttestationData(
        random.nextInt(3) == 0 ? root() : head,
        state.currentJustifiedCheckpoint,
        new Checkpoint(epoch, random.nextInt(4) == 0 ? root() : target),
        crosslink);
  }

  private Bitlist bits(int size) {
    boolean[] bits = new boolean[size];
    for (int i = 0; i < size; i++) {
      bits[i] = random.nextInt(3) > 0;
    }
    return Bitlist.of(bits);
  }

  private RootList roots(int count) {
    List<Bytes32> roots = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      roots.add(root());
    }
    return RootList.copyOf(roots);
  }

  private Bytes32 root() {
    byte[] root = new byte[32];
    random.nextBytes(root);
    return Bytes32.wrap(root);
  }
}
