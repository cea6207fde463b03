package crosscheck.bls;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.milagro.amcl.BLS381.ECP;
import org.apache.milagro.amcl.BLS381.ECP2;
import org.apache.milagro.amcl.BLS381.FP12;
import org.apache.milagro.amcl.BLS381.PAIR;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/**
 * The portable implementation: milagro, pure Java, about fifteen times slower than blst (22 ms for
 * a verification). It is the second opinion on whatever blst refuses, so it takes the plain way
 * everywhere and shares no step with {@link BlstBls} but the SHA-256 of a message.
 */
public final class MilagroBls implements Bls {

  private static final int KEYS_KEPT = 1 << 17;

  private final PublicKeys<ECP> keys = new PublicKeys<>(MilagroPoints::publicKey, KEYS_KEPT);

  @Override
  public String name() {
    return "milagro";
  }

  @Override
  public boolean verify(SignatureSet set) {
    Optional<ECP2> signature = MilagroPoints.signature(set.signature());
    if (signature.isEmpty()) {
      return false;
    }
    Map<Bytes32, ECP> keySums = new LinkedHashMap<>();
    for (SignatureSet.Group group : set.groups()) {
      Optional<ECP> sum = sum(group.pubkeys());
      if (sum.isEmpty()) {
        return false;
      }
      keySums.merge(group.messageHash(), sum.get(), MilagroBls::plus);
    }
    ECP minusGenerator = ECP.generator();
    minusGenerator.neg();
    FP12 product = new FP12(1);
    multiplyBy(product, minusGenerator, signature.get());
    keySums.forEach(
        (messageHash, sum) -> {
          if (!sum.is_infinity()) {
            multiplyBy(product, sum, MilagroPoints.hash(new MessageKey(messageHash, set.domain())));
          }
        });
    return PAIR.fexp(product).isunity();
  }

  @Override
  public Bytes48 aggregatePubkeys(List<Bytes48> pubkeys) {
    return sum(pubkeys)
        .map(MilagroPoints::compress)
        .orElseThrow(() -> new IllegalArgumentException("a public key is no valid G1 point"));
  }

  @Override
  public Bytes aggregateSignatures(List<Bytes> signatures) {
    ECP2 sum = new ECP2();
    for (Bytes signature : signatures) {
      sum.add(
          MilagroPoints.signature(signature)
              .orElseThrow(() -> new IllegalArgumentException("a signature is no valid G2 point")));
    }
    return MilagroPoints.compress(sum);
  }

  @Override
  public Bytes hashToG2(Bytes32 messageHash, Bytes domain) {
    return MilagroPoints.compress(
        MilagroPoints.hash(new MessageKey(messageHash, SignatureSet.requireDomain(domain))));
  }

  @Override
  public Bytes sign(Bytes32 secretKey, Bytes32 messageHash, Bytes domain) {
    ECP2 point =
        MilagroPoints.hash(new MessageKey(messageHash, SignatureSet.requireDomain(domain)));
    return MilagroPoints.compress(point.mul(MilagroPoints.big(Curve.scalar(secretKey))));
  }

  @Override
  public Bytes48 publicKey(Bytes32 secretKey) {
    return MilagroPoints.compress(ECP.generator().mul(MilagroPoints.big(Curve.scalar(secretKey))));
  }

  private Optional<ECP> sum(List<Bytes48> pubkeys) {
    ECP sum = new ECP();
    for (Bytes48 pubkey : pubkeys) {
      Optional<ECP> key = keys.parsed(pubkey);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      sum.add(new ECP(key.get())); // milagro normalises even its arguments in place
    }
    return Optional.of(sum);
  }

  private static ECP plus(ECP sum, ECP more) {
    sum.add(more);
    return sum;
  }

  private static void multiplyBy(FP12 product, ECP left, ECP2 right) {
    if (!left.is_infinity() && !right.is_infinity()) {
      left.affine();
      right.affine();
      product.mul(PAIR.ate(right, left));
    }
  }
}
