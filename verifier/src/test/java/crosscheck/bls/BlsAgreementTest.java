package crosscheck.bls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both implementations say the same, of true claims and of false ones of every kind. */
class BlsAgreementTest {

  private static final Bls BLST = new BlstBls();
  private static final Bls MILAGRO = new MilagroBls();

  @Test
  void bothAcceptTrueClaims() {
    Claims claims = new Claims(1);
    for (int round = 0; round < 6; round++) {
      SignatureSet claim = claims.anyValid();
      assertThat(BLST.verify(claim)).isTrue();
      assertThat(MILAGRO.verify(claim)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothAgreeOnAClaimWith(Claims.Fault fault) {
    Claims claims = new Claims(fault.ordinal());
    for (int round = 0; round < 2; round++) {
      SignatureSet claim = claims.with(fault, claims.anyValid());
      assertThat(BLST.verify(claim)).as("blst: %s", claim).isEqualTo(fault.harmless());
      assertThat(MILAGRO.verify(claim)).as("milagro: %s", claim).isEqualTo(fault.harmless());
    }
  }

  @Test
  void bothHashAndSignAlike() {
    Claims claims = new Claims(2);
    for (int round = 0; round < 8; round++) {
      Bytes32 message = claims.bytes32();
      Bytes domain = claims.domain();
      Bytes32 secret = InteropKeys.secretKey(1_000 + round);
      assertThat(BLST.hashToG2(message, domain)).isEqualTo(MILAGRO.hashToG2(message, domain));
      assertThat(BLST.sign(secret, message, domain))
          .isEqualTo(MILAGRO.sign(secret, message, domain));
      assertThat(BLST.publicKey(secret)).isEqualTo(MILAGRO.publicKey(secret));
    }
  }

  @Test
  void bothAggregateAlike() {
    Claims claims = new Claims(3);
    List<SignatureSet> sets = List.of(claims.valid(1), claims.valid(1), claims.valid(1));
    List<Bytes> signatures = sets.stream().map(SignatureSet::signature).toList();
    List<Bytes48> keys = sets.stream().map(set -> set.groups().get(0).pubkeys().get(0)).toList();

    assertThat(BLST.aggregateSignatures(signatures))
        .isEqualTo(MILAGRO.aggregateSignatures(signatures));
    assertThat(BLST.aggregatePubkeys(keys)).isEqualTo(MILAGRO.aggregatePubkeys(keys));
    List<Bytes48> twice = List.of(keys.get(0), keys.get(0), Claims.INFINITE_KEY);
    assertThat(BLST.aggregatePubkeys(twice)).isEqualTo(MILAGRO.aggregatePubkeys(twice));
  }

  @ParameterizedTest
  @ValueSource(strings = {"blst", "milagro"})
  void nothingAggregatesToInfinity(String name) {
    Bls bls = BlsVectorsTest.named(name);

    assertThat(bls.aggregatePubkeys(List.of())).isEqualTo(Claims.INFINITE_KEY);
    assertThat(bls.aggregateSignatures(List.of())).isEqualTo(Claims.INFINITE_SIGNATURE);
    assertThat(
            bls.verify(
                new SignatureSet(
                    List.of(), Claims.INFINITE_SIGNATURE, Bytes.of(1, 2, 3, 4, 5, 6, 7, 8))))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"blst", "milagro"})
  void refusesToAggregateWhatIsNoPoint(String name) {
    Bls bls = BlsVectorsTest.named(name);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> bls.aggregatePubkeys(List.of(Bytes48.ZERO)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bls.aggregateSignatures(List.of(Bytes.wrap(new byte[96]))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"blst", "milagro"})
  void refusesASecretKeyBeyondTheGroupOrder(String name) {
    Bls bls = BlsVectorsTest.named(name);
    Bytes32 order = Bytes32.wrap(Bytes.wrap(Curve.R.toByteArray()));

    assertThatIllegalArgumentException().isThrownBy(() -> bls.publicKey(order));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bls.sign(order, Bytes32.ZERO, Bytes.wrap(new byte[8])));
  }

  @ParameterizedTest
  @ValueSource(strings = {"blst", "milagro"})
  void signsWithTheSecretZero(String name) {
    Bls bls = BlsVectorsTest.named(name);

    assertThat(bls.publicKey(Bytes32.ZERO)).isEqualTo(Claims.INFINITE_KEY);
    assertThat(bls.sign(Bytes32.ZERO, Bytes32.ZERO, Bytes.wrap(new byte[8])))
        .isEqualTo(Claims.INFINITE_SIGNATURE);
  }

  @Test
  void aDomainHasEightBytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignatureSet(List.of(), Claims.INFINITE_SIGNATURE, Bytes.of(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BLST.hashToG2(Bytes32.ZERO, Bytes.wrap(new byte[9])));
  }
}
