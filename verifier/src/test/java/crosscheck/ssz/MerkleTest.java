package crosscheck.ssz;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.ssz.Samples.Keys;
import crosscheck.ssz.Samples.Letter;
import crosscheck.ssz.Shape.Container;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

class MerkleTest {

  private static Bytes32 hashOf(Bytes left, Bytes right) {
    return Bytes32.wrap(Shape.sha256(left.toArray(), right.toArray()));
  }

  @Test
  void sha256HashesTheStandardExample() {
    Bytes abc = Bytes.wrap("abc".getBytes(StandardCharsets.US_ASCII));
    String expected = "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertThat(Sha256.hash(abc)).isEqualTo(Bytes32.fromHexString(expected));
    assertThat(Bytes.wrap(Sha256.hash(abc.toArray()))).isEqualTo(Bytes.fromHexString(expected));
    byte[] buffer = Bytes.concatenate(Bytes.of(0), abc, Bytes.wrap(new byte[40])).toArray();
    Sha256.hash(buffer, 1, 3, buffer, 2);
    assertThat(Bytes.wrap(buffer, 2, 32)).isEqualTo(Bytes.fromHexString(expected));
  }

  @Test
  void aPairIsTheHashOfTheConcatenation() {
    Bytes32 left = Bytes32.random(new Random(1));
    Bytes32 right = Bytes32.random(new Random(2));
    assertThat(Sha256.hashPair(left, right)).isEqualTo(hashOf(left, right));
    assertThat(Sha256.hashPair(Sha256.hash(left), right))
        .isEqualTo(hashOf(Sha256.hash(left), right));
  }

  @Test
  void anEmptyListIsZerosUpToItsLimitAndALengthOfZero() {
    Bytes32 node = Bytes32.ZERO;
    for (int level = 0; level < 38; level++) {
      node = hashOf(node, node);
    }
    assertThat(SszTypes.uint64List(1L << 40).hashTreeRoot(Uint64List.empty()))
        .isEqualTo(hashOf(node, Bytes32.ZERO));
  }

  @Test
  void limitsThatAreNoPowerOfTwoCountAsTheNext() {
    Uint64List one = Uint64List.of(7);
    Bytes32 atLimit9 = SszTypes.uint64List(9).hashTreeRoot(one);
    assertThat(SszTypes.uint64List(16).hashTreeRoot(one)).isEqualTo(atLimit9);
    assertThat(SszTypes.uint64List(17).hashTreeRoot(one)).isNotEqualTo(atLimit9);
    assertThat(SszTypes.uint64List(8).hashTreeRoot(one)).isNotEqualTo(atLimit9);
  }

  @Test
  void theGreatestLimitHasARoot() {
    SszType<Uint64List> type = SszTypes.uint64List(Long.MAX_VALUE);
    assertThat(type.hashTreeRoot(Uint64List.of(1))).isEqualTo(oracle(type, 1));
  }

  private static Bytes32 oracle(SszType<Uint64List> type, long value) {
    Bytes32 node = Bytes32.rightPad(type.encode(Uint64List.of(value)));
    Bytes32 zero = Bytes32.ZERO;
    for (int level = 0; level < 61; level++) {
      node = hashOf(node, zero);
      zero = hashOf(zero, zero);
    }
    return hashOf(node, Bytes32.rightPad(Bytes.of(1)));
  }

  @Test
  void signingRootsLeaveOutTheLastField() {
    Random random = new Random(5);
    for (Container shape : Shapes.records()) {
      Object plain = shape.random(random);
      assertThat(Samples.SSZ.signingRoot(value(shape, plain)))
          .as(shape.name())
          .isEqualTo(Bytes.wrap(shape.signingRoot(plain)));
    }
  }

  private static Object value(Shape shape, Object plain) {
    try {
      return shape.type.fromPlain(plain);
    } catch (SszException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void signingRootsDoNotDependOnTheSignature() {
    Keys keys = Samples.SSZ.defaultValue(Keys.class);
    Keys signed =
        new Keys(keys.publicKey(), keys.root(), keys.slashed(), Bytes.repeat((byte) 1, 96));
    assertThat(Samples.SSZ.signingRoot(signed)).isEqualTo(Samples.SSZ.signingRoot(keys));
    assertThat(Samples.SSZ.hashTreeRoot(signed)).isNotEqualTo(Samples.SSZ.hashTreeRoot(keys));
  }

  @Test
  void largeValuesMakeRoomOnTheHashersStack() {
    byte[] large = new byte[3_000_000];
    new Random(3).nextBytes(large);
    SszType<Bytes> type = SszTypes.byteList(1L << 32);
    byte[] root = Shape.merkleize(Shape.chunks(large), 1L << 27);
    assertThat(type.hashTreeRoot(Bytes.wrap(large)))
        .isEqualTo(Bytes.wrap(Shape.mixInLength(root, large.length)));
    Letter letter = Samples.SSZ.defaultValue(Letter.class);
    assertThat(Samples.SSZ.hashTreeRoot(letter)).isEqualTo(Samples.SSZ.hashTreeRoot(letter));
  }
}
