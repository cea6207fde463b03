package crosscheck.bls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch says what checking one by one says. */
class BatchTest {

  private static final Bls BLST = new BlstBls();
  private static final Executor CALLER_ONLY =
      task -> {
        throw new RejectedExecutionException();
      };
  private static final Executor NEVER = task -> {};

  @Test
  void anEmptyBatchHolds() {
    assertThat(BLST.verifyAll(List.of())).isTrue();
    assertThat(BLST.verifyAll(List.of(), NEVER, 2)).isTrue();
    assertThat(new MilagroBls().verifyAll(List.of(), NEVER, 2)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 17})
  void acceptsTrueClaims(int size) {
    Claims claims = new Claims(size);
    List<SignatureSet> batch = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      batch.add(claims.anyValid());
    }

    assertThat(BLST.verifyAll(batch)).isTrue();
    assertThat(BLST.verifyAll(batch, NEVER, 3)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatOneByOneSaysWithOneBadMemberAnywhere(Claims.Fault fault) {
    Claims claims = new Claims(fault.ordinal());
    List<SignatureSet> good =
        List.of(claims.valid(1), claims.valid(3), claims.valid(2, 0), claims.valid(1, 2));
    for (int position = 0; position < good.size(); position++) {
      List<SignatureSet> batch = new ArrayList<>(good);
      batch.set(position, claims.with(fault, good.get(position)));

      boolean oneByOne = batch.stream().allMatch(BLST::verify);
      assertThat(oneByOne).isEqualTo(fault.harmless());
      assertThat(BLST.verifyAll(batch)).isEqualTo(oneByOne);
      assertThat(BLST.verifyAll(batch, CALLER_ONLY, 2)).isEqualTo(oneByOne);
    }
  }

  @Test
  void swappedSignaturesDoNotCancelOut() {
    Claims claims = new Claims(11);
    SignatureSet one = claims.valid(1);
    SignatureSet other = claims.valid(1);
    List<SignatureSet> swapped =
        List.of(Claims.signed(one, other.signature()), Claims.signed(other, one.signature()));

    assertThat(BLST.verifyAll(List.of(one, other))).isTrue();
    assertThat(BLST.verifyAll(swapped)).isFalse();
    assertThat(BLST.verifyAll(swapped, NEVER, 2)).isFalse();
  }

  @Test
  void claimsOverOneMessageAreChecked() {
    Claims claims = new Claims(12);
    Bytes32 message = claims.bytes32();
    SignatureSet same = claims.validOver(List.of(message), 2);
    SignatureSet twiceInOne = claims.validOver(List.of(message, message), 1, 2);
    SignatureSet otherDomain = claims.validOver(List.of(message), 1);
    SignatureSet sameKeysSignedOtherwise = Claims.signed(same, otherDomain.signature());

    assertThat(BLST.verifyAll(List.of(same, same, twiceInOne, otherDomain))).isTrue();
    assertThat(BLST.verifyAll(List.of(same, sameKeysSignedOtherwise))).isFalse();
    assertThat(BLST.verifyAll(List.of(same, same, sameKeysSignedOtherwise), NEVER, 2)).isFalse();
  }

  @Test
  void keysThatCancelOutNeedAnInfiniteSignature() {
    Claims claims = new Claims(13);
    SignatureSet some = claims.valid(1);
    Bytes48 key = some.groups().get(0).pubkeys().get(0);
    byte[] negated = key.toArray();
    negated[0] ^= 0x20;
    SignatureSet cancelling =
        new SignatureSet(
            List.of(
                new SignatureSet.Group(
                    List.of(key, Bytes48.wrap(negated)), some.groups().get(0).messageHash())),
            Claims.INFINITE_SIGNATURE,
            some.domain());

    assertThat(BLST.verifyAll(List.of(cancelling))).isTrue();
    assertThat(BLST.verifyAll(List.of(cancelling, some, cancelling))).isTrue();
    assertThat(BLST.verifyAll(List.of(Claims.signed(cancelling, some.signature())))).isFalse();
    assertThat(new MilagroBls().verify(cancelling)).isTrue();
  }

  @Test
  void manyThreadsShareTheWork() throws Exception {
    Claims claims = new Claims(14);
    List<SignatureSet> batch = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      batch.add(claims.anyValid());
    }
    List<SignatureSet> spoilt = new ArrayList<>(batch);
    spoilt.set(13, claims.with(Claims.Fault.OTHER_MESSAGE, batch.get(13)));
    ExecutorService helpers = Executors.newFixedThreadPool(3);
    try {
      Collections.shuffle(batch, new Random(14));
      assertThat(BLST.verifyAll(batch, helpers, 4)).isTrue();
      assertThat(BLST.verifyAll(spoilt, helpers, 4)).isFalse();
      // The only thread of this executor is busy with us, so it can help nobody.
      ExecutorService alone = Executors.newSingleThreadExecutor();
      try {
        assertThat(alone.submit(() -> BLST.verifyAll(spoilt, alone, 2)).get()).isFalse();
      } finally {
        alone.shutdownNow();
      }
    } finally {
      helpers.shutdownNow();
    }
  }

  @Test
  void anErrorOfAShareReachesTheCaller() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Shares.inParallel(List.of(1, 0), share -> 1 / share, NEVER));
  }
}
