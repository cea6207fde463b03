package crosscheck.testnet;

import crosscheck.spec.Uint64;
import crosscheck.spec.v08.Attestation;
import crosscheck.spec.v08.AttestationData;
import crosscheck.spec.v08.BeaconState;
import crosscheck.spec.v08.PendingAttestation;
import crosscheck.spec.v08.ValidatorGuide;
import crosscheck.ssz.Bitlist;
import crosscheck.ssz.SszList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Attestations a node knows of and a block may still carry, by what they vote for. */
final class AttestationPool {

  private final ValidatorGuide guide;
  private final long slotsPerEpoch;
  private final long maxAttestations;
  private final Map<AttestationData, List<SignedVote>> byData = new LinkedHashMap<>();

  /**
   * @param maxAttestations that one block may carry
   */
  AttestationPool(ValidatorGuide guide, long slotsPerEpoch, long maxAttestations) {
    this.guide = guide;
    this.slotsPerEpoch = slotsPerEpoch;
    this.maxAttestations = maxAttestations;
  }

  /** Takes in a vote. */
  void add(SignedVote vote) {
    byData.computeIfAbsent(vote.attestation().data(), data -> new ArrayList<>()).add(vote);
  }

  /**
   * What a block on this state should carry: for each vote one aggregate of attesters the chain has
   * not heard yet, the largest first and the oldest among equals, as many as a block holds.
   *
   * @param state the parent's post-state, advanced to the slot of the block
   */
  SszList<Attestation> forBlock(BeaconState state) {
    forgetBefore(state.slot());
    Map<AttestationData, Bitlist> heard = heard(state);
    List<Attestation> chosen = new ArrayList<>();
    byData.forEach(
        (data, known) -> {
          Optional<Bitlist> before = Optional.ofNullable(heard.get(data));
          List<Attestation> news = disjointNews(ofThisChain(state, known), before);
          if (!news.isEmpty() && guide.includable(state, news.get(0))) {
            chosen.add(guide.aggregate(news));
          }
        });
    Comparator<Attestation> bySize =
        Comparator.comparingInt(attestation -> attestation.aggregationBits().count());
    return SszList.copyOf(
        chosen.stream().sorted(bySize.reversed()).limit(maxAttestations).toList());
  }

  /** Forgets votes for epochs of which no block of this slot can carry any more. */
  void forgetBefore(long slot) {
    long epoch = Uint64.dividedBy(slot, slotsPerEpoch);
    byData.keySet().removeIf(data -> Uint64.less(Uint64.plus(data.target().epoch(), 1), epoch));
  }

  /** Who attested already, as this chain knows. */
  private static Map<AttestationData, Bitlist> heard(BeaconState state) {
    Map<AttestationData, Bitlist> heard = new HashMap<>();
    Stream.concat(
            state.previousEpochAttestations().stream(), state.currentEpochAttestations().stream())
        .forEach(
            (PendingAttestation pending) ->
                heard.merge(pending.data(), pending.aggregationBits(), Bitlist::or));
    return heard;
  }

  /** Those whose signers are, on this chain, the members whose bits are set. */
  private List<Attestation> ofThisChain(BeaconState state, List<SignedVote> known) {
    return known.stream()
        .filter(vote -> guide.attesters(state, vote.attestation()).equals(vote.voters()))
        .map(SignedVote::attestation)
        .toList();
  }

  /** Attestations with a new attester and none in common, larger ones first. */
  private static List<Attestation> disjointNews(List<Attestation> known, Optional<Bitlist> heard) {
    Comparator<Attestation> bySize =
        Comparator.comparingInt(attestation -> attestation.aggregationBits().count());
    List<Attestation> news = new ArrayList<>();
    if (known.isEmpty()) {
      return news;
    }
    Bitlist taken = Bitlist.zeros(known.get(0).aggregationBits().size());
    for (Attestation attestation : known.stream().sorted(bySize.reversed()).toList()) {
      Bitlist bits = attestation.aggregationBits();
      boolean adds = heard.map(old -> old.or(bits).count() > old.count()).orElse(true);
      if (adds && !bits.intersects(taken)) {
        news.add(attestation);
        taken = taken.or(bits);
      }
    }
    return news;
  }
}
