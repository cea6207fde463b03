package crosscheck.spec.v08;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import crosscheck.bls.InteropKeys;
import crosscheck.spec.Config;
import crosscheck.spec.InvalidException;
import crosscheck.spec.Specs;
import crosscheck.testing.Data;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValidatorGuideTest {

  private static final long GENESIS_TIME = 1567777777;

  private final Phase0 spec = (Phase0) Specs.of("v0.8.3", Config.minimal());
  private final ValidatorGuide guide = spec.validatorGuide();
  private final BeaconState genesis = spec.mockedGenesis(32, GENESIS_TIME);

  @ParameterizedTest
  @CsvSource({"finality-16, minimal, 30", "mainnet-128, mainnet, 13"})
  void makesTheBlocksAndAttestationsOfTheReferenceChainsToTheByte(
      String chain, String config, int blocks) throws Exception {
    Path folder = Data.require("chains/" + chain);
    Phase0 chainSpec =
        (Phase0) Specs.of("v0.8.3", config.equals("minimal") ? Config.minimal() : Config.mainnet());
    BeaconState start = chainSpec.decodeState(read(folder.resolve("genesis.ssz")));
    Map<Bytes32, BeaconState> posts = new HashMap<>();
    posts.put(chainSpec.root(chainSpec.genesisBlock(start)), start);
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder.resolve("blocks"))) {
      files = listed.sorted().limit(blocks).toList();
    }
    assertThat(files).hasSize(blocks);
    for (Path file : files) {
      Bytes ssz = read(file);
      BeaconBlock block = chainSpec.decodeBlock(ssz);
      BeaconState pre = chainSpec.advance(posts.get(block.parentRoot()), block.slot());
      assertThat(chainSpec.ssz().encode(madeAgain(chainSpec, pre, block)))
          .as(file.toString())
          .isEqualTo(ssz);
      for (Attestation attestation : block.body().attestations()) {
        assertThat(madeAgain(chainSpec, posts, pre, attestation))
            .as(file.toString())
            .isEqualTo(attestation);
      }
      posts.put(chainSpec.root(block), chainSpec.transition(pre, block, set -> true));
    }
  }

  private static Bytes read(Path file) throws IOException {
    return Bytes.wrap(Files.readAllBytes(file));
  }

  private static BeaconBlock madeAgain(Phase0 spec, BeaconState pre, BeaconBlock block) {
    ValidatorGuide guide = spec.validatorGuide();
    Bytes32 key = InteropKeys.secretKey((int) spec.proposerIndex(pre));
    BeaconBlockBody body =
        guide.body(pre, block.body().graffiti(), block.body().attestations(), key);
    return guide.block(pre, body, key);
  }

  private static Attestation madeAgain(
      Phase0 spec, Map<Bytes32, BeaconState> posts, BeaconState including, Attestation original) {
    ValidatorGuide guide = spec.validatorGuide();
    Bytes32 head = original.data().beaconBlockRoot();
    long shard = original.data().crosslink().shard();
    long slot = spec.accessors().getAttestationDataSlot(including, original.data());
    BeaconState state = spec.advance(posts.get(head), slot);
    AttestationData data = guide.attestationData(state, head, shard);
    CommitteeAssignment committee =
        guide.committees(state, slot).stream()
            .filter(each -> each.shard() == shard)
            .findFirst()
            .orElseThrow();
    List<Attestation> singles = new ArrayList<>();
    for (int position = 0; position < committee.committee().size(); position++) {
      if (original.aggregationBits().get(position)) {
        Bytes32 key = InteropKeys.secretKey(committee.committee().get(position));
        singles.add(guide.attestation(state, data, committee.committee().size(), position, key));
      }
    }
    return guide.aggregate(singles);
  }

  @Test
  void assignsEveryActiveValidatorOnceInAnEpoch() {
    for (long epoch = 0; epoch <= 1; epoch++) {
      for (int index = 0; index < 32; index++) {
        CommitteeAssignment assignment =
            guide.getCommitteeAssignment(genesis, epoch, index).orElseThrow();
        assertThat(assignment.committee()).contains(index);
        assertThat(assignment.slot()).isBetween(8 * epoch, 8 * epoch + 7);
        assertThat(guide.committees(genesis, assignment.slot())).contains(assignment);
      }
      long start = 8 * epoch;
      List<Integer> members =
          IntStream.range(0, 8)
              .boxed()
              .flatMap(i -> guide.committees(genesis, start + i).stream())
              .flatMap(committee -> committee.committee().stream())
              .toList();
      assertThat(members).hasSize(32).doesNotHaveDuplicates();
    }
  }

  @Test
  void assignsNothingToAValidatorThatIsNotThere() {
    assertThat(guide.getCommitteeAssignment(genesis, 0, 32)).isEmpty();
  }

  @Test
  void refusesAssignmentsBeyondTheNextEpoch() {
    InvalidException refused =
        catchThrowableOfType(
            InvalidException.class, () -> guide.getCommitteeAssignment(genesis, 2, 0));

    assertThat(refused.check()).isEqualTo(Checks.ASSIGNMENT_EPOCH);
    assertThat(refused.failure("v0.8.3").expected()).contains("at most 1");
    assertThat(refused.failure("v0.8.3").actual()).contains("2");
  }

  @Test
  void namesOneProposerForTheSlotOfTheState() {
    BeaconState state = spec.advance(genesis, 3);

    List<Integer> proposers =
        IntStream.range(0, 32).filter(index -> guide.isProposer(state, index)).boxed().toList();

    assertThat(proposers).containsExactly((int) spec.proposerIndex(state));
  }

  @Test
  void doesNotAggregateOverlappingOrDifferentAttestations() {
    BeaconState state = spec.advance(genesis, 1);
    Bytes32 head = spec.root(spec.genesisBlock(genesis));
    CommitteeAssignment committee = guide.committees(state, 1).get(0);
    AttestationData data = guide.attestationData(state, head, committee.shard());
    AttestationData other = guide.attestationData(state, Bytes32.ZERO, committee.shard());
    Bytes32 key = InteropKeys.secretKey(committee.committee().get(0));
    Attestation first = guide.attestation(state, data, 4, 0, key);

    assertThatThrownBy(() -> guide.aggregate(List.of(first, first)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stands in two");
    assertThatThrownBy(
            () -> guide.aggregate(List.of(first, guide.attestation(state, other, 4, 1, key))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("different data");
    assertThatThrownBy(() -> guide.aggregate(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no attestations");
  }

  @Test
  void knowsWhichAttestationsABlockMayCarry() {
    BeaconState state = spec.advance(genesis, 1);
    Bytes32 head = spec.root(spec.genesisBlock(genesis));
    CommitteeAssignment committee = guide.committees(state, 1).get(0);
    AttestationData data = guide.attestationData(state, head, committee.shard());
    Bytes32 key = InteropKeys.secretKey(committee.committee().get(0));
    Attestation attestation = guide.attestation(state, data, committee.committee().size(), 0, key);

    assertThat(guide.includable(state, attestation)).as("too early").isFalse();
    assertThat(guide.includable(spec.advance(genesis, 2), attestation)).isTrue();
    assertThat(guide.includable(spec.advance(genesis, 9), attestation)).isTrue();
    assertThat(guide.includable(spec.advance(genesis, 10), attestation)).as("too late").isFalse();
  }
}
