package crosscheck.testnet;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Chance that can be repeated: what falls depends on the network's seed and on what it is rolled
 * for, not on who asked before.
 */
public final class Dice {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final long seed;

  Dice(long seed) {
    this.seed = seed;
  }

  /** Dice of their own for something named, e.g. a fault or a link. */
  public Dice of(String name) {
    long mixed = seed ^ FNV_OFFSET;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      mixed = (mixed ^ (b & 0xff)) * FNV_PRIME;
    }
    return of(mixed);
  }

  /** Dice of their own for something with a number, e.g. a slot or a validator. */
  public Dice of(long number) {
    return new Dice(new SplittableRandom(seed * FNV_PRIME + number).nextLong());
  }

  /** From 0 to below 1: each call the same. */
  public double fraction() {
    return new SplittableRandom(seed).nextDouble();
  }

  /** True in this share of all cases: each call the same. */
  public boolean chance(double share) {
    return fraction() < share;
  }

  /** Many numbers: a generator that starts the same each time. */
  public SplittableRandom numbers() {
    return new SplittableRandom(seed);
  }
}
