package crosscheck.testnet.invalid;

import crosscheck.bls.InteropKeys;
import crosscheck.replay.Judgement;
import crosscheck.replay.Replay;
import crosscheck.replay.ReplaySettings;
import crosscheck.replay.Verdict;
import crosscheck.spec.Config;
import crosscheck.spec.v08.Attestation;
import crosscheck.spec.v08.AttestationData;
import crosscheck.spec.v08.BeaconBlockBody;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.CommitteeAssignment;
import crosscheck.spec.v08.Phase0;
import crosscheck.spec.v08.ValidatorGuide;
import crosscheck.ssz.SszList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** A chain on which blocks are tried; whoever voted did so for the head, and it was included. */
final class Scene implements AutoCloseable {

  private static final long GENESIS_TIME = 1_567_777_777;

  final String name;
  final Phase0 spec;
  private final ValidatorGuide guide;
  private final Replay replay;
  private final List<Attestation> waiting = new ArrayList<>();

  /** Post-states in the order of the chain, genesis first. */
  final List<BeaconState> posts = new ArrayList<>();

  Scene(String name, Phase0 spec, BeaconState genesis) {
    this.name = name;
    this.spec = spec;
    this.guide = spec.validatorGuide();
    this.replay = new Replay(spec, genesis, ReplaySettings.defaults().withThreads(1));
    posts.add(genesis);
  }

  static Phase0 spec(String... constantsAndValues) {
    Config config = Config.minimal();
    for (int i = 0; i < constantsAndValues.length; i += 2) {
      config = config.with(constantsAndValues[i], constantsAndValues[i + 1]);
    }
    return new Phase0("v0.8.3", config);
  }

  static BeaconState genesis(Phase0 spec, int validators) {
    return spec.mockedGenesis(validators, GENESIS_TIME);
  }

  /**
   * Goes on to a slot, with a block in each slot but those left out.
   *
   * @param copies how often each attestation is included
   */
  Scene upTo(long slot, int copies, Set<Long> leftOut) {
    for (long next = head().slot() + 1; next <= slot; next++) {
      if (!leftOut.contains(next)) {
        Place empty = Place.on(spec, head(), next);
        List<Attestation> included = new ArrayList<>();
        waiting.forEach(it -> included.addAll(Collections.nCopies(copies, it)));
        waiting.clear();
        BeaconBlockBody body = Bodies.attestations(empty.body(), SszList.copyOf(included));
        Bytes block = spec.ssz().encode(guide.block(empty.state(), body, empty.secretKey()));
        Judgement judgement = judge(block, next);
        if (judgement.verdict() != Verdict.VALID) {
          throw new IllegalStateException(name + ": " + judgement);
        }
        posts.add((BeaconState) judgement.post().orElseThrow());
      }
      vote(next);
    }
    return this;
  }

  private void vote(long slot) {
    BeaconState state = spec.advance(head(), slot);
    for (CommitteeAssignment committee : guide.committees(state, slot)) {
      AttestationData data = guide.attestationData(state, replay.head(), committee.shard());
      List<Attestation> votes = new ArrayList<>();
      List<Integer> members = committee.committee();
      for (int position = 0; position < members.size(); position++) {
        Bytes32 key = InteropKeys.secretKey(members.get(position));
        votes.add(guide.attestation(state, data, members.size(), position, key));
      }
      waiting.add(guide.aggregate(votes));
    }
  }

  BeaconState head() {
    return posts.get(posts.size() - 1);
  }

  /** Judges a block at the beginning of a slot. */
  Judgement judge(Bytes block, long slot) {
    long time = GENESIS_TIME + slot * spec.config().uint64("SECONDS_PER_SLOT");
    return replay.judge(block, OptionalLong.of(time));
  }

  @Override
  public void close() {
    replay.close();
  }
}
