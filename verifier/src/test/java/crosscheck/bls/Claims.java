package crosscheck.bls;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;
import supranational.blst.P2;
import supranational.blst.P2_Affine;

/** A seeded source of claims: true ones of every shape, and what makes them false. */
final class Claims {

  static final Bytes48 INFINITE_KEY = Bytes48.rightPad(Bytes.of(0xc0));
  static final Bytes INFINITE_SIGNATURE = Bytes.concatenate(INFINITE_KEY, Bytes48.ZERO);

  private final Random random;
  private final Bls signer = new BlstBls();

  Claims(long seed) {
    random = new Random(seed);
  }

  /** What is done to a true claim; all but the last two make every claim false. */
  enum Fault {
    BIT_OF_THE_SIGNATURE,
    OTHER_MESSAGE,
    OTHER_DOMAIN,
    KEY_TOO_MANY,
    NEGATED_SIGNATURE,
    INFINITE_SIGNATURE,
    SIGNATURE_OUTSIDE_G2,
    SIGNATURE_WITH_A_SMALL_TORSION_POINT,
    SIGNATURE_TOO_SHORT,
    SIGNATURE_WITHOUT_C_FLAG,
    SIGNATURE_WITH_FLAG_IN_THE_SECOND_HALF,
    SIGNATURE_WITH_X_BEYOND_Q,
    KEY_OUTSIDE_G1,
    KEY_NOT_ON_THE_CURVE,
    KEY_WITHOUT_C_FLAG,
    KEY_WITH_X_BEYOND_Q,
    INFINITE_KEY_WITH_A_FLAG,
    INFINITE_KEY_WITH_X,
    INFINITE_KEY_ADDED_IS_HARMLESS,
    EMPTY_GROUP_ADDED_IS_HARMLESS;

    boolean harmless() {
      return this == INFINITE_KEY_ADDED_IS_HARMLESS || this == EMPTY_GROUP_ADDED_IS_HARMLESS;
    }
  }

  /** A true claim with so many keys for each message. */
  SignatureSet valid(int... keysOfGroups) {
    return validOver(List.of(), keysOfGroups);
  }

  /** A true claim whose first messages are the given ones. */
  SignatureSet validOver(List<Bytes32> messages, int... keysOfGroups) {
    Bytes domain = domain();
    List<SignatureSet.Group> groups = new ArrayList<>();
    List<Bytes> signatures = new ArrayList<>();
    for (int i = 0; i < keysOfGroups.length; i++) {
      Bytes32 message = i < messages.size() ? messages.get(i) : bytes32();
      List<Bytes48> keys = new ArrayList<>();
      for (int k = 0; k < keysOfGroups[i]; k++) {
        Bytes32 secret = InteropKeys.secretKey(random.nextInt(64));
        keys.add(signer.publicKey(secret));
        signatures.add(signer.sign(secret, message, domain));
      }
      groups.add(new SignatureSet.Group(keys, message));
    }
    return new SignatureSet(groups, signer.aggregateSignatures(signatures), domain);
  }

  SignatureSet anyValid() {
    return switch (random.nextInt(4)) {
      case 0 -> valid(1);
      case 1 -> valid(3);
      case 2 -> valid(2, 0);
      default -> valid(1, 2);
    };
  }

  SignatureSet with(Fault fault, SignatureSet set) {
    Bytes signature = set.signature();
    return switch (fault) {
      case BIT_OF_THE_SIGNATURE -> signed(set, flipped(signature, random.nextInt(768)));
      case OTHER_MESSAGE -> {
        List<SignatureSet.Group> groups = new ArrayList<>(set.groups());
        groups.set(0, new SignatureSet.Group(groups.get(0).pubkeys(), bytes32()));
        yield new SignatureSet(groups, signature, set.domain());
      }
      case OTHER_DOMAIN -> new SignatureSet(set.groups(), signature, domain());
      case KEY_TOO_MANY ->
          withKey(set, signer.publicKey(InteropKeys.secretKey(random.nextInt(64))));
      case NEGATED_SIGNATURE -> signed(set, flipped(signature, 2));
      case INFINITE_SIGNATURE -> signed(set, INFINITE_SIGNATURE);
      case SIGNATURE_OUTSIDE_G2 -> signed(set, Bytes.wrap(outsideG2().compress()));
      case SIGNATURE_WITH_A_SMALL_TORSION_POINT -> signed(set, withTorsion(signature));
      case SIGNATURE_TOO_SHORT -> signed(set, signature.slice(0, 95));
      case SIGNATURE_WITHOUT_C_FLAG -> signed(set, flipped(signature, 0));
      case SIGNATURE_WITH_FLAG_IN_THE_SECOND_HALF ->
          signed(set, flipped(signature, 384 + random.nextInt(3)));
      case SIGNATURE_WITH_X_BEYOND_Q -> withSignatureBeyondQ();
      case KEY_OUTSIDE_G1 -> withKey(set, keyWith(Membership.ON_THE_CURVE));
      case KEY_NOT_ON_THE_CURVE -> withKey(set, keyWith(Membership.NOWHERE));
      case KEY_WITHOUT_C_FLAG -> withFirstKey(set, 0);
      case KEY_WITH_X_BEYOND_Q -> withKeyBeyondQ();
      case INFINITE_KEY_WITH_A_FLAG -> withKey(set, Bytes48.rightPad(Bytes.of(0xe0)));
      case INFINITE_KEY_WITH_X ->
          withKey(set, Bytes48.wrap(flipped(INFINITE_KEY, 8 + random.nextInt(376))));
      case INFINITE_KEY_ADDED_IS_HARMLESS -> withKey(set, INFINITE_KEY);
      case EMPTY_GROUP_ADDED_IS_HARMLESS -> {
        List<SignatureSet.Group> groups = new ArrayList<>(set.groups());
        groups.add(random.nextInt(groups.size() + 1), new SignatureSet.Group(List.of(), bytes32()));
        yield new SignatureSet(groups, signature, set.domain());
      }
    };
  }

  static SignatureSet signed(SignatureSet set, Bytes signature) {
    return new SignatureSet(set.groups(), signature, set.domain());
  }

  Bytes32 bytes32() {
    byte[] bytes = new byte[Bytes32.SIZE];
    random.nextBytes(bytes);
    return Bytes32.wrap(bytes);
  }

  Bytes domain() {
    byte[] bytes = new byte[SignatureSet.DOMAIN_BYTES];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private static SignatureSet withKey(SignatureSet set, Bytes48 more) {
    List<SignatureSet.Group> groups = new ArrayList<>(set.groups());
    List<Bytes48> keys = new ArrayList<>(groups.get(0).pubkeys());
    keys.add(more);
    groups.set(0, new SignatureSet.Group(keys, groups.get(0).messageHash()));
    return new SignatureSet(groups, set.signature(), set.domain());
  }

  private static SignatureSet withFirstKey(SignatureSet set, int flippedBit) {
    List<SignatureSet.Group> groups = new ArrayList<>(set.groups());
    List<Bytes48> keys = new ArrayList<>(groups.get(0).pubkeys());
    keys.set(0, Bytes48.wrap(flipped(keys.get(0), flippedBit)));
    groups.set(0, new SignatureSet.Group(keys, groups.get(0).messageHash()));
    return new SignatureSet(groups, set.signature(), set.domain());
  }

  private static Bytes flipped(Bytes bytes, int bit) {
    byte[] changed = bytes.toArray();
    changed[bit / 8] ^= (byte) (0x80 >> bit % 8);
    return Bytes.wrap(changed);
  }

  private P2_Affine outsideG2() {
    return BlstPoints.candidate(new MessageKey(bytes32(), domain()));
  }

  /** Adds a point of order 13: the pairing does not see it, only the check of the subgroup does. */
  private Bytes withTorsion(Bytes signature) {
    BigInteger toOrder13 = Curve.R.multiply(Curve.G2_COFACTOR).divide(BigInteger.valueOf(13 * 13));
    while (true) {
      P2 torsion = outsideG2().to_jacobian().mult(toOrder13);
      if (!torsion.is_inf()) {
        return Bytes.wrap(torsion.add(new P2_Affine(signature.toArray())).compress());
      }
    }
  }

  private enum Membership {
    NOWHERE,
    ON_THE_CURVE
  }

  private Bytes48 keyWith(Membership wanted) {
    while (true) {
      byte[] encoded = new byte[Bytes48.SIZE];
      random.nextBytes(encoded);
      encoded[0] = (byte) (0x80 | (encoded[0] & 0x2f)); // x is below 2^380, and so below q
      Membership found;
      try {
        found =
            new supranational.blst.P1_Affine(encoded).on_curve()
                ? Membership.ON_THE_CURVE
                : Membership.NOWHERE;
      } catch (RuntimeException notDecoded) {
        found = Membership.NOWHERE;
      }
      if (found == wanted) {
        return Bytes48.wrap(encoded);
      }
    }
  }

  private SignatureSet withSignatureBeyondQ() {
    while (true) {
      SignatureSet set = valid(1);
      for (int half = 0; half < 2; half++) {
        byte[] encoded = set.signature().toArray();
        if (plusQ(encoded, half * Bytes48.SIZE)) {
          return signed(set, Bytes.wrap(encoded));
        }
      }
    }
  }

  private SignatureSet withKeyBeyondQ() {
    while (true) {
      SignatureSet set = valid(1);
      byte[] encoded = set.groups().get(0).pubkeys().get(0).toArray();
      if (plusQ(encoded, 0)) {
        return SignatureSet.single(
            Bytes48.wrap(encoded),
            set.groups().get(0).messageHash(),
            set.signature(),
            set.domain());
      }
    }
  }

  /** Writes x + q for x, where 381 bits can hold it. */
  private static boolean plusQ(byte[] encoded, int offset) {
    int flags = encoded[offset] & 0xe0;
    byte[] x = Arrays.copyOfRange(encoded, offset, offset + Bytes48.SIZE);
    x[0] &= 0x1f;
    BigInteger sum = new BigInteger(1, x).add(Curve.Q);
    if (sum.bitLength() > 381) {
      return false;
    }
    byte[] bytes = sum.toByteArray();
    Arrays.fill(encoded, offset, offset + Bytes48.SIZE, (byte) 0);
    System.arraycopy(bytes, 0, encoded, offset + Bytes48.SIZE - bytes.length, bytes.length);
    encoded[offset] |= (byte) flags;
    return true;
  }
}
