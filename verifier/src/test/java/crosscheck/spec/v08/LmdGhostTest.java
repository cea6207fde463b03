package crosscheck.spec.v08;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.bls.SignatureSet;
import crosscheck.spec.Checkpoint;
import crosscheck.spec.ForkChoice;
import crosscheck.spec.State;
import crosscheck.ssz.Bitlist;
import crosscheck.ssz.RootList;
import crosscheck.ssz.SszList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The head found by one pass over weights is that of the spec's plain walk, on random trees. */
final class LmdGhostTest {

  private static final Phase0 SPEC = RandomStates.SPEC;
  private static final BeaconState GENESIS = SPEC.mockedGenesis(32, 1_600_000_000L);
  private static final Bytes32 GENESIS_ROOT = SPEC.root(SPEC.genesisBlock(GENESIS));

  private static final long FAR = Constants.FAR_FUTURE_EPOCH;

  /** The store in the spec's own terms. */
  private static final class PlainStore {
    final Map<Bytes32, BeaconBlock> blocks = new HashMap<>();
    final Map<Integer, Vote> latest = new HashMap<>();

    record Vote(long epoch, Bytes32 root) {}

    Optional<Bytes32> ancestor(Bytes32 root, long slot) {
      BeaconBlock block = blocks.get(root);
      if (block.slot() > slot) {
        return ancestor(block.parentRoot(), slot);
      }
      return block.slot() == slot ? Optional.of(root) : Optional.empty();
    }

    long weight(Bytes32 root) {
      long slot = blocks.get(root).slot();
      return latest.entrySet().stream()
          .filter(vote -> ancestor(vote.getValue().root(), slot).equals(Optional.of(root)))
          .mapToLong(vote -> GENESIS.validators().get(vote.getKey()).effectiveBalance())
          .sum();
    }

    Bytes32 head() {
      Bytes32 head = GENESIS_ROOT;
      while (true) {
        Bytes32 at = head;
        Optional<Bytes32> best =
            blocks.entrySet().stream()
                .filter(entry -> entry.getValue().parentRoot().equals(at))
                .filter(entry -> entry.getValue().slot() > 0)
                .map(Map.Entry::getKey)
                .max(
                    Comparator.comparingLong(this::weight)
                        .thenComparing(Comparator.<Bytes32>naturalOrder()));
        if (best.isEmpty()) {
          return head;
        }
        head = best.get();
      }
    }
  }

  @RepeatedTest(30)
  void theHeadIsThatOfThePlainWalk(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    ForkChoice store = SPEC.forkChoice(GENESIS, LmdGhostTest::atGenesis);
    PlainStore plain = new PlainStore();
    plain.blocks.put(GENESIS_ROOT, SPEC.genesisBlock(GENESIS));
    List<Bytes32> roots = new ArrayList<>(List.of(GENESIS_ROOT));
    store.onTick(GENESIS.genesisTime() + 1000);
    for (int i = 0; i < 40; i++) {
      // Mostly near the tip, so that there are long branches and not only a bush.
      Bytes32 parent = roots.get(Math.max(0, roots.size() - 1 - random.nextInt(4)));
      long slot = plain.blocks.get(parent).slot() + 1 + random.nextInt(2);
      BeaconState post = GENESIS.copy();
      post.slot = Math.min(slot, 15);
      List<Attestation> votes = votes(random, roots, post);
      BeaconBlock block = block(slot, parent, votes, random);
      Bytes32 root = SPEC.root(block);
      store.onBlock(block, post, set -> true);
      plain.blocks.put(root, block);
      roots.add(root);
      votes.forEach(vote -> count(vote, plain));
      assertThat(store.head()).as("after %d blocks", i + 1).isEqualTo(plain.head());
    }
    assertThat(plain.latest).as("no vote was counted").isNotEmpty();
  }

  @Test
  void aVoteThatClaimsTheSameInTheTargetsStateIsNotCheckedAgain() {
    assertThat(claimsChecked(GENESIS.copy())).isEmpty();
  }

  @Test
  void aVoteIsCheckedAgainWhereTheTargetsStateHasOtherKeys() {
    BeaconState post = GENESIS.copy();
    post.validators =
        post.validators.update(
            (index, validator) -> {
              Bytes48 other = GENESIS.validators().get((index + 1) % 32).pubkey();
              return new Validator(
                  other, validator.withdrawalCredentials(), 0, false, 0, 0, FAR, FAR);
            });
    assertThat(claimsChecked(post)).containsExactly(claimAtGenesis());
  }

  @Test
  void aVoteIsCheckedAgainWhereTheTargetsStateHasOtherCommittees() {
    BeaconState post = GENESIS.copy();
    post.activeIndexRoots = RootList.filled(post.activeIndexRoots.size(), Bytes32.repeat((byte) 7));
    assertThat(claimsChecked(post)).containsExactly(claimAtGenesis());
  }

  @Test
  void aVoteIsCheckedAgainWhereTheTargetsStateHasAnotherForkVersion() {
    BeaconState post = GENESIS.copy();
    Bytes version = Bytes.fromHexString("0x09090909");
    post.fork = new Fork(version, version, 0);
    assertThat(claimsChecked(post)).containsExactly(claimAtGenesis());
  }

  /** What a store that starts from genesis checks when a block with this post-state votes. */
  private static List<SignatureSet> claimsChecked(BeaconState post) {
    post.slot = 2;
    List<SignatureSet> checked = new ArrayList<>();
    ForkChoice store = SPEC.forkChoice(GENESIS, LmdGhostTest::atGenesis);
    store.onTick(GENESIS.genesisTime() + 1000);
    BeaconBlock block = block(2, GENESIS_ROOT, List.of(everyoneOfShard0()), new Random(1));
    store.onBlock(block, post, checked::add);
    return checked;
  }

  /** The only votes here are those with the genesis block as target. */
  private static State atGenesis(Bytes32 root, long slot) {
    assertThat(root).isEqualTo(GENESIS_ROOT);
    return SPEC.advance(GENESIS, slot);
  }

  private static Attestation everyoneOfShard0() {
    AttestationData data =
        new AttestationData(
            GENESIS_ROOT,
            new Checkpoint(0, Bytes32.ZERO),
            new Checkpoint(0, GENESIS_ROOT),
            new Crosslink(0, Bytes32.ZERO, 0, 0, Bytes32.ZERO));
    return new Attestation(
        Bitlist.of(true, true, true, true), data, Bitlist.zeros(4), Bytes.wrap(new byte[96]));
  }

  private static SignatureSet claimAtGenesis() {
    Accessors accessors = SPEC.accessors();
    return accessors.signatureSet(
        GENESIS, accessors.getIndexedAttestation(GENESIS, everyoneOfShard0()));
  }

  private static void count(Attestation attestation, PlainStore plain) {
    Checkpoint target = attestation.data().target();
    if (!plain.blocks.containsKey(attestation.data().beaconBlockRoot())) {
      return;
    }
    BeaconState targetState = SPEC.advance(GENESIS, target.epoch() * 8);
    for (int index :
        SPEC.accessors()
            .getAttestingIndices(targetState, attestation.data(), attestation.aggregationBits())) {
      PlainStore.Vote known = plain.latest.get(index);
      if (known == null || target.epoch() > known.epoch()) {
        plain.latest.put(
            index, new PlainStore.Vote(target.epoch(), attestation.data().beaconBlockRoot()));
      }
    }
  }

  private static List<Attestation> votes(
      Random random, List<Bytes32> roots, BeaconState including) {
    List<Attestation> votes = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      long epoch = random.nextInt(2);
      Bytes32 root =
          random.nextInt(10) == 0
              ? Bytes32.repeat((byte) 9)
              : roots.get(random.nextInt(roots.size()));
      AttestationData data =
          new AttestationData(
              root,
              new Checkpoint(0, Bytes32.ZERO),
              new Checkpoint(epoch, GENESIS_ROOT),
              new Crosslink(random.nextInt(8), Bytes32.ZERO, 0, 0, Bytes32.ZERO));
      int size =
          SPEC.accessors().getCrosslinkCommittee(including, epoch, data.crosslink().shard()).size();
      boolean[] bits = new boolean[size];
      for (int bit = 0; bit < size; bit++) {
        bits[bit] = random.nextBoolean();
      }
      votes.add(
          new Attestation(
              Bitlist.of(bits), data, Bitlist.of(new boolean[size]), Bytes.wrap(new byte[96])));
    }
    return votes;
  }

  private static BeaconBlock block(
      long slot, Bytes32 parent, List<Attestation> attestations, Random random) {
    byte[] graffiti = new byte[32];
    random.nextBytes(graffiti);
    BeaconBlock empty = SPEC.ssz().defaultValue(BeaconBlock.class);
    BeaconBlockBody body = empty.body();
    return new BeaconBlock(
        slot,
        parent,
        Bytes32.ZERO,
        new BeaconBlockBody(
            body.randaoReveal(),
            body.eth1Data(),
            Bytes32.wrap(graffiti),
            body.proposerSlashings(),
            body.attesterSlashings(),
            SszList.copyOf(attestations),
            body.deposits(),
            body.voluntaryExits(),
            body.transfers()),
        empty.signature());
  }
}
