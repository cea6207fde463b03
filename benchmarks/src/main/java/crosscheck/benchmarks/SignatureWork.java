package crosscheck.benchmarks;

import crosscheck.bls.Bls;
import crosscheck.bls.SignatureSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/** Passes claims on, and counts what no implementation that batches like ours can leave out. */
final class SignatureWork implements Bls {

  private final Bls bls;
  private long claims;
  private long messages;
  private long newMessages;
  private long keys;
  private long batches;
  private final Set<List<Bytes>> seen = new HashSet<>();

  SignatureWork(Bls bls) {
    this.bls = bls;
  }

  /** Signatures: each to be read, checked for its subgroup and weighed. */
  long claims() {
    return claims;
  }

  /** Different messages, batch by batch: a Miller loop each. */
  long messages() {
    return messages;
  }

  /** Different messages of the whole run: each to be hashed to the curve once. */
  long newMessages() {
    return newMessages;
  }

  /** Public keys to be summed. */
  long keys() {
    return keys;
  }

  /** One final exponentiation and one more Miller loop each. */
  long batches() {
    return batches;
  }

  private void count(List<SignatureSet> sets) {
    if (sets.isEmpty()) {
      return;
    }
    batches++;
    claims += sets.size();
    Set<List<Bytes>> inBatch = new HashSet<>();
    for (SignatureSet set : sets) {
      for (SignatureSet.Group group : set.groups()) {
        keys += group.pubkeys().size();
        List<Bytes> message = List.of(group.messageHash(), set.domain());
        inBatch.add(message);
        newMessages += seen.add(message) ? 1 : 0;
      }
    }
    messages += inBatch.size();
  }

  @Override
  public String name() {
    return bls.name();
  }

  @Override
  public boolean verify(SignatureSet set) {
    count(List.of(set));
    return bls.verify(set);
  }

  @Override
  public boolean verifyAll(List<SignatureSet> sets) {
    count(sets);
    return bls.verifyAll(sets);
  }

  @Override
  public boolean verifyAll(List<SignatureSet> sets, Executor executor, int parallelism) {
    count(sets);
    return bls.verifyAll(sets, executor, parallelism);
  }

  @Override
  public Bytes48 aggregatePubkeys(List<Bytes48> pubkeys) {
    return bls.aggregatePubkeys(pubkeys);
  }

  @Override
  public Bytes aggregateSignatures(List<Bytes> signatures) {
    return bls.aggregateSignatures(signatures);
  }

  @Override
  public Bytes hashToG2(Bytes32 messageHash, Bytes domain) {
    return bls.hashToG2(messageHash, domain);
  }

  @Override
  public Bytes sign(Bytes32 secretKey, Bytes32 messageHash, Bytes domain) {
    return bls.sign(secretKey, messageHash, domain);
  }

  @Override
  public Bytes48 publicKey(Bytes32 secretKey) {
    return bls.publicKey(secretKey);
  }
}
