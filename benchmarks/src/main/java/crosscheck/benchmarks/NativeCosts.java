package crosscheck.benchmarks;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.P2_Affine;
import supranational.blst.PT;
import supranational.blst.Pairing;

/**
 * What the operations cost that no verifier can do without, each alone and warm in this JVM: the
 * floor under everything else. Nanoseconds of CPU.
 *
 * @param sha256 of 64 bytes: two compressions
 * @param readG2 decompressing a point of G2, or finding that there is none
 * @param subgroupG2 checking that it lies in the subgroup
 * @param doubleG2 doubling
 * @param addG2 adding an affine point
 * @param addG1 adding an affine point
 * @param timesG1 multiplying by 64 bits
 * @param millerLoop one of many in a product
 * @param finalExponentiation once a batch
 */
record NativeCosts(
    double sha256,
    double readG2,
    double subgroupG2,
    double doubleG2,
    double addG2,
    double addG1,
    double timesG1,
    double millerLoop,
    double finalExponentiation) {

  private static final int ROUNDS = 7;

  /** Of a 64-bit scalar in signed digits of width 3, a quarter is not zero. */
  private static final int WEIGHT_BITS = 64;

  static NativeCosts measure() {
    P1_Affine[] keys = points(256, i -> P1.generator().mult(BigInteger.valueOf(i + 7)).to_affine());
    P2_Affine[] signatures =
        points(256, i -> P2.generator().mult(BigInteger.valueOf(i + 7)).to_affine());
    byte[][] encoded = new byte[256][];
    BigInteger[] weights = new BigInteger[256];
    Random random = new Random(1);
    for (int i = 0; i < 256; i++) {
      encoded[i] = signatures[i].compress();
      weights[i] = new BigInteger(WEIGHT_BITS, random).setBit(WEIGHT_BITS - 1);
    }
    P2 g2 = P2.generator();
    P1 g1 = P1.generator();
    Pairing product = new Pairing(false, "");
    product.raw_aggregate(signatures[0], keys[0]);
    product.commit();
    PT unreduced = product.as_fp12();
    return new NativeCosts(
        sha256Alone(3 * ROUNDS),
        each(2_000, i -> new P2_Affine(encoded[i & 255])),
        each(2_000, i -> signatures[i & 255].in_group()),
        each(20_000, i -> g2.dbl()),
        each(20_000, i -> g2.add(signatures[i & 255])),
        each(40_000, i -> g1.add(keys[i & 255])),
        each(2_000, i -> keys[i & 255].to_jacobian().mult(weights[i & 255])),
        each(10, i -> millerLoops(keys, signatures)) / keys.length,
        each(500, i -> unreduced.dup().final_exp()));
  }

  private static <P> P[] points(int count, IntFunction<P> point) {
    @SuppressWarnings("unchecked") // filled with nothing else
    P[] points = (P[]) Array.newInstance(point.apply(0).getClass(), count);
    for (int i = 0; i < count; i++) {
      points[i] = point.apply(i);
    }
    return points;
  }

  private static PT millerLoops(P1_Affine[] keys, P2_Affine[] signatures) {
    Pairing pairing = new Pairing(false, "");
    for (int i = 0; i < keys.length; i++) {
      pairing.raw_aggregate(signatures[i], keys[i]);
    }
    pairing.commit();
    return pairing.as_fp12();
  }

  /** The least of several rounds: the floor is what remains when nothing disturbs. */
  private static double each(int times, IntConsumer operation) {
    double least = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = Cpu.thread();
      for (int i = 0; i < times; i++) {
        operation.accept(i); // native code, which nobody leaves out unseen
      }
      least = Math.min(least, (Cpu.thread() - start) / (double) times);
    }
    return least;
  }

  /** Of 64 bytes, chained, so that each has to wait for the one before: the least of the rounds. */
  static double sha256Alone(int rounds) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] pair = new byte[64];
      double least = Double.MAX_VALUE;
      for (int round = 0; round < rounds; round++) {
        int times = 200_000;
        long start = Cpu.thread();
        for (int i = 0; i < times; i++) {
          digest.update(pair, 0, 64);
          digest.digest(pair, 0, 32);
        }
        least = Math.min(least, (Cpu.thread() - start) / (double) times);
      }
      return least;
    } catch (NoSuchAlgorithmException | DigestException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A weighted sum of signatures: its additions for each; the doublings are shared. */
  double weighG2() {
    return WEIGHT_BITS / 4 * addG2;
  }

  /**
   * A message to the curve: two candidates are tried on average, then one is multiplied into the
   * group, which takes two multiplications by the curve's parameter of 64 bits.
   */
  double hashToG2() {
    return 2 * readG2 + 2 * (WEIGHT_BITS - 1) * doubleG2 + 16 * addG2;
  }

  /** The same by plain multiplication with the cofactor of 507 bits. */
  double hashToG2Plainly() {
    return 2 * readG2 + 507 * (doubleG2 + addG2 / 4);
  }

  /** The floor under one batch of claims. */
  double batch(double claims, double messages, double newMessages, double keys) {
    return claims * (readG2 + subgroupG2 + weighG2() + timesG1)
        + newMessages * hashToG2()
        + (messages + 1) * millerLoop
        + keys * addG1
        + WEIGHT_BITS * doubleG2
        + finalExponentiation;
  }

  /** The floor under one verification alone: nothing to weigh. */
  double alone() {
    return readG2 + subgroupG2 + hashToG2() + 2 * millerLoop + finalExponentiation;
  }

  /** The floor under all signatures of a run. */
  double of(SignatureWork work) {
    return work.batches()
        * batch(
            work.claims() / (double) work.batches(),
            work.messages() / (double) work.batches(),
            work.newMessages() / (double) work.batches(),
            work.keys() / (double) work.batches());
  }

  /** The floor under so many compressions. */
  double sha256(double compressions) {
    return compressions * sha256 / 2;
  }
}
