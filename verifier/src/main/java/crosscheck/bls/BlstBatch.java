package crosscheck.bls;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.P2_Affine;
import supranational.blst.PT;
import supranational.blst.Pairing;

/**
 * Many claims at once. Claim j says that the product of e(K, H) over its groups (K the sum of the
 * keys, H the point of the message) is e(g, S). Raised to random powers w and multiplied, all of
 * them say
 *
 * <pre>  product over distinct H of e(sum of w·K, H)  =  e(g, sum of w·S)</pre>
 *
 * which takes one Miller loop for each distinct message, one for the signatures, and a single final
 * exponentiation. Given the other weights, a false claim slips through for at most one choice of
 * its own out of 2^64 - 1. That needs every S in G2, so each is checked on its own: the cofactor
 * has small factors, and a random combination could hide a point outside.
 *
 * <p>In place of H stands its quick multiple, and in place of g the same multiple of g.
 */
final class BlstBatch {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final P1_Affine MINUS_GENERATOR =
      P1.generator().mult(BlstPoints.QUICK_FACTOR).neg().to_affine();

  private final BlstKeys keys;
  private final Function<MessageKey, P2_Affine> quickPoints;

  /**
   * @param quickPoints gives the quick multiple of a message's point
   */
  BlstBatch(BlstKeys keys, Function<MessageKey, P2_Affine> quickPoints) {
    this.keys = keys;
    this.quickPoints = quickPoints;
  }

  private record Weighted(SignatureSet set, long weight) {}

  /** What a share of the claims comes to: sum of w·K by message, and sum of w·S. */
  private record Sums(Map<MessageKey, P1> keys, P2 signatures) {}

  /** One factor of the product: a Miller loop. */
  private record Factor(P1_Affine left, Supplier<P2_Affine> right) {}

  boolean verify(List<SignatureSet> sets, Executor executor, int parallelism) {
    List<Optional<Sums>> parts =
        Shares.inParallel(Shares.split(weighted(sets), parallelism), this::sums, executor);
    Map<MessageKey, P1> keySums = new LinkedHashMap<>();
    P2 signatures = new P2();
    for (Optional<Sums> part : parts) {
      if (part.isEmpty()) {
        return false;
      }
      part.get().keys().forEach((message, sum) -> keySums.merge(message, sum, P1::add));
      signatures.add(part.get().signatures());
    }
    List<List<Factor>> shares = Shares.split(factors(keySums, signatures), parallelism);
    return Shares.inParallel(shares, BlstBatch::millerLoops, executor).stream()
        .reduce(PT::mul)
        .map(product -> product.final_exp().is_one())
        .orElse(true);
  }

  /** One weight may be fixed, so the first is 1: a batch of one costs no multiplication. */
  private static List<Weighted> weighted(List<SignatureSet> sets) {
    List<Weighted> weighted = new ArrayList<>(sets.size());
    for (SignatureSet set : sets) {
      long weight = weighted.isEmpty() ? 1 : RANDOM.nextLong();
      while (weight == 0) {
        weight = RANDOM.nextLong();
      }
      weighted.add(new Weighted(set, weight));
    }
    return weighted;
  }

  /** Empty when a key or a signature is no valid point. */
  private Optional<Sums> sums(List<Weighted> share) {
    Map<MessageKey, P1> keySums = new LinkedHashMap<>();
    WeightedSum signatures = new WeightedSum();
    for (Weighted claim : share) {
      Optional<P2_Affine> signature = BlstPoints.signature(claim.set().signature());
      if (signature.isEmpty()) {
        return Optional.empty();
      }
      signatures.add(signature.get(), claim.weight());
      for (SignatureSet.Group group : claim.set().groups()) {
        if (group.pubkeys().isEmpty()) {
          continue; // the point at infinity: its pairing with anything is one
        }
        Optional<P1> sum = keys.sum(group.pubkeys());
        if (sum.isEmpty()) {
          return Optional.empty();
        }
        keySums.merge(
            new MessageKey(group.messageHash(), claim.set().domain()),
            times(sum.get(), claim.weight()),
            P1::add);
      }
    }
    return Optional.of(new Sums(keySums, signatures.total()));
  }

  private static P1 times(P1 point, long weight) {
    return weight == 1 ? point : point.mult(unsigned(weight));
  }

  private static BigInteger unsigned(long weight) {
    BigInteger low = BigInteger.valueOf(weight & Long.MAX_VALUE);
    return weight < 0 ? low.setBit(Long.SIZE - 1) : low;
  }

  private List<Factor> factors(Map<MessageKey, P1> keySums, P2 signatures) {
    List<Factor> factors = new ArrayList<>(keySums.size() + 1);
    keySums.forEach(
        (message, sum) -> {
          if (!sum.is_inf()) {
            factors.add(new Factor(sum.to_affine(), () -> quickPoints.apply(message)));
          }
        });
    if (!signatures.is_inf()) {
      P2_Affine right = signatures.to_affine();
      factors.add(new Factor(MINUS_GENERATOR, () -> right));
    }
    return factors;
  }

  private static PT millerLoops(List<Factor> factors) {
    Pairing pairing = new Pairing(false, "");
    for (Factor factor : factors) {
      pairing.raw_aggregate(factor.right().get(), factor.left());
    }
    pairing.commit();
    return pairing.as_fp12();
  }
}
