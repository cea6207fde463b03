package crosscheck.benchmarks;

import crosscheck.bls.Bls;
import crosscheck.bls.SignatureSet;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/** Takes every claim for true: what is left of a run is its cost without signatures. */
final class TrustingBls implements Bls {

  @Override
  public String name() {
    return "trusting";
  }

  @Override
  public boolean verify(SignatureSet set) {
    return true;
  }

  @Override
  public boolean verifyAll(List<SignatureSet> sets) {
    return true;
  }

  @Override
  public boolean verifyAll(List<SignatureSet> sets, Executor executor, int parallelism) {
    return true;
  }

  @Override
  public Bytes48 aggregatePubkeys(List<Bytes48> pubkeys) {
    throw verifiesOnly();
  }

  @Override
  public Bytes aggregateSignatures(List<Bytes> signatures) {
    throw verifiesOnly();
  }

  @Override
  public Bytes hashToG2(Bytes32 messageHash, Bytes domain) {
    throw verifiesOnly();
  }

  @Override
  public Bytes sign(Bytes32 secretKey, Bytes32 messageHash, Bytes domain) {
    throw verifiesOnly();
  }

  @Override
  public Bytes48 publicKey(Bytes32 secretKey) {
    throw verifiesOnly();
  }

  private static UnsupportedOperationException verifiesOnly() {
    return new UnsupportedOperationException("a run only verifies");
  }
}
