package crosscheck.bls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;
import org.junit.jupiter.api.Test;

/** Confirmed refusals, and claims put off to a batch. */
class SignatureCheckersTest {

  private final Claims claims = new Claims(31);

  @Test
  void aTrueClaimNeedsNoSecondOpinion() {
    ConfirmedChecker checker = new ConfirmedChecker(new BlstBls(), new MilagroBls());

    assertThat(checker.check(claims.valid(2))).isTrue();
    assertThat(checker.confirmations()).isZero();
  }

  @Test
  void aRefusalIsConfirmedOnceAndRemembered() {
    ConfirmedChecker checker = new ConfirmedChecker(new BlstBls(), new MilagroBls());
    SignatureSet bad = claims.with(Claims.Fault.OTHER_MESSAGE, claims.valid(2));

    assertThat(checker.check(bad)).isFalse();
    assertThat(checker.check(bad)).isFalse();
    assertThat(checker.confirmations()).isEqualTo(1);
    assertThat(checker.independent()).isTrue();
    assertThat(checker.witnesses()).containsExactly("blst", "milagro");
  }

  @Test
  void disagreementIsAnErrorAndNotARefusal() {
    ConfirmedChecker checker = new ConfirmedChecker(new Refusing(), new BlstBls());
    SignatureSet good = claims.valid(1);

    assertThatExceptionOfType(BlsDisagreementException.class)
        .isThrownBy(() -> checker.check(good))
        .withMessageContaining("refusing refuses a signature that blst accepts")
        .satisfies(e -> assertThat(e.claim()).isEqualTo(good));
    assertThatExceptionOfType(BlsDisagreementException.class).isThrownBy(() -> checker.check(good));
    assertThat(checker.confirmations()).isZero();
  }

  @Test
  void oneImplementationAloneSaysSo() {
    ConfirmedChecker checker = new ConfirmedChecker(new MilagroBls(), new MilagroBls());

    assertThat(checker.check(claims.with(Claims.Fault.OTHER_DOMAIN, claims.valid(1)))).isFalse();
    assertThat(checker.independent()).isFalse();
    assertThat(checker.witnesses()).containsExactly("milagro");
    assertThat(checker.confirmations()).isZero();
  }

  @Test
  void thePreferredImplementationIsBlstWhereItLoads() {
    assertThat(Bls.preferred().name()).isEqualTo(BlstBls.available() ? "blst" : "milagro");
    assertThat(Bls.preferred()).isSameAs(Bls.preferred());
    assertThat(ConfirmedChecker.preferred().witnesses().get(0)).isEqualTo(Bls.preferred().name());
  }

  @Test
  void deferredClaimsAreSettledTogether() {
    List<SignatureSet> good = List.of(claims.valid(1), claims.valid(2, 0), claims.valid(1, 1));
    DeferredChecker checker = new DeferredChecker(new BlstBls(), claim -> false);

    assertThat(checker.settle()).isTrue();
    good.forEach(claim -> assertThat(checker.check(claim)).isTrue());
    assertThat(checker.sets()).isEqualTo(good);
    assertThat(checker.settle()).isTrue();
    assertThat(checker.settle(Runnable::run, 2)).isTrue();

    SignatureSet bad = claims.with(Claims.Fault.BIT_OF_THE_SIGNATURE, claims.valid(1));
    assertThat(checker.check(bad)).isTrue();
    assertThat(checker.settle()).isFalse();
    assertThat(checker.settle(Runnable::run, 2)).isFalse();
  }

  @Test
  void whatCannotWaitIsDecidedAtOnceAndNotCollected() {
    BlstBls blst = new BlstBls();
    DeferredChecker checker = new DeferredChecker(blst, blst::verify);
    SignatureSet good = claims.valid(1);
    SignatureSet bad = claims.with(Claims.Fault.OTHER_MESSAGE, good);

    assertThat(checker.decide(good)).isTrue();
    assertThat(checker.decide(bad)).isFalse();
    assertThat(checker.sets()).isEmpty();
    assertThat(checker.settle()).isTrue();
  }

  @Test
  void claimsOfSeveralBlocksCanBeMerged() {
    DeferredChecker first = new DeferredChecker(new BlstBls(), claim -> false);
    DeferredChecker second = new DeferredChecker(new BlstBls(), claim -> false);
    first.check(claims.valid(1));
    second.check(claims.valid(1));
    List<SignatureSet> merged = new ArrayList<>(first.sets());
    merged.addAll(second.sets());

    assertThat(new BlstBls().verifyAll(merged)).isTrue();
    assertThat(merged).hasSize(2);
  }

  /** An implementation with a fault: it refuses everything. */
  private static final class Refusing implements Bls {

    @Override
    public String name() {
      return "refusing";
    }

    @Override
    public boolean verify(SignatureSet set) {
      return false;
    }

    @Override
    public Bytes48 aggregatePubkeys(List<Bytes48> pubkeys) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Bytes aggregateSignatures(List<Bytes> signatures) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Bytes hashToG2(Bytes32 messageHash, Bytes domain) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Bytes sign(Bytes32 secretKey, Bytes32 messageHash, Bytes domain) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Bytes48 publicKey(Bytes32 secretKey) {
      throw new UnsupportedOperationException();
    }
  }
}
