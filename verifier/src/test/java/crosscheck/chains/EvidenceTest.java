package crosscheck.chains;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import crosscheck.bls.Bls;
import crosscheck.replay.Judgement;
import crosscheck.replay.Verdict;
import crosscheck.spec.Block;
import crosscheck.spec.Evidence;
import crosscheck.spec.Evidence.Cast;
import crosscheck.spec.Evidence.Refusal;
import crosscheck.spec.State;
import crosscheck.spec.Vote;
import crosscheck.testing.Data;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EvidenceTest {

  private final Bls bls = Bls.preferred();

  @Test
  void namesTheVotersAndProposersThatTheReferenceConvicts() throws Exception {
    Chain chain = new Chain(Data.require("chains/offences-24"), "v0.8.3");

    assertThat(PlainOffences.in(chain.spec(), JudgedChains.oneByOne(chain)))
        .isEqualTo(
            PlainOffences.ofReference(
                new ObjectMapper()
                    .readTree(Data.require("chains/offences-24/index.json").toFile())))
        .hasSize(53);
  }

  @Test
  void makesSlashingsThatABlockCouldCarry() throws Exception {
    Chain chain = new Chain(Data.require("chains/offences-24"), "v0.8.3");
    Evidence evidence = chain.spec().evidence();
    List<Judgement> judgements = JudgedChains.oneByOne(chain);
    State genesis = chain.genesis();
    int proposals = 0;
    for (Judgement first : judgements) {
      for (Judgement second : judgements) {
        if (first.proposerIndex().equals(second.proposerIndex())
            && slot(first) / 8 == slot(second) / 8
            && slot(first) <= slot(second)
            && !first.root().equals(second.root())) {
          Object slashing =
              evidence.proposerSlashing(
                  first.proposerIndex().getAsLong(), block(first), block(second));
          assertThat(refusal(chain, slashing, genesis)).isEmpty();
          proposals++;
        }
      }
    }
    assertThat(proposals).isGreaterThan(26);

    int votes = 0;
    for (Seen first : seen(chain, judgements)) {
      for (Seen second : seen(chain, judgements)) {
        if ((first.vote.doubles(second.vote) || first.vote.surrounds(second.vote))
            && Arrays.stream(first.vote.voters())
                .anyMatch(v -> Arrays.binarySearch(second.vote.voters(), v) >= 0)) {
          Object slashing = evidence.attesterSlashing(first.cast(), second.cast());
          assertThat(refusal(chain, slashing, genesis)).isEmpty();
          votes++;
        }
      }
    }
    assertThat(votes).isGreaterThan(27);
  }

  @Test
  void tellsEvidenceAgainstSomebodySlashedAlreadyFromNoEvidence() throws Exception {
    Chain chain = new Chain(Data.require("chains/offences-24"), "v0.8.3");
    Evidence evidence = chain.spec().evidence();
    List<Judgement> judgements = JudgedChains.oneByOne(chain);
    State slashed = judgements.get(judgements.size() - 1).post().orElseThrow();
    Block first = block(judgements.get(9));
    Block second = block(judgements.get(10));

    // Validator 12 was slashed for these two.
    Refusal late =
        refusal(chain, evidence.proposerSlashing(12, first, second), slashed).orElseThrow();
    assertThat(late.failure().check()).isEqualTo("PROPOSER_SLASHING_SLASHABLE");
    assertThat(late.proven()).isTrue();
    Refusal wrong =
        refusal(chain, evidence.proposerSlashing(11, first, second), slashed).orElseThrow();
    assertThat(wrong.failure().check()).isEqualTo("PROPOSER_SLASHING_SIGNATURE");
    assertThat(wrong.proven()).isFalse();
    Refusal absent =
        refusal(chain, evidence.proposerSlashing(24, first, second), slashed).orElseThrow();
    assertThat(absent.proven()).isFalse();

    assertThat(evidence.signed(first, 12, slashed, bls::verify)).isTrue();
    assertThat(evidence.signed(first, 13, slashed, bls::verify)).isFalse();
  }

  private Optional<Refusal> refusal(Chain chain, Object slashing, State state) {
    return chain.spec().evidence().refusal(slashing, state, bls::verify);
  }

  private record Seen(Block block, Vote vote) {
    Cast cast() {
      return new Cast(block, vote.position(), vote.voters());
    }
  }

  private static List<Seen> seen(Chain chain, List<Judgement> judgements) {
    List<Seen> seen = new ArrayList<>();
    for (Judgement judgement : judgements) {
      if (judgement.verdict() == Verdict.VALID) {
        Evidence evidence = chain.spec().evidence();
        evidence
            .votes(block(judgement), judgement.post().orElseThrow())
            .forEach(vote -> seen.add(new Seen(block(judgement), vote)));
      }
    }
    return seen;
  }

  private static Block block(Judgement judgement) {
    return judgement.block().orElseThrow();
  }

  private static long slot(Judgement judgement) {
    return block(judgement).slot();
  }
}
