package crosscheck.benchmarks;

import crosscheck.bls.Bls;
import crosscheck.bls.BlstBls;
import crosscheck.bls.InteropKeys;
import crosscheck.bls.SignatureSet;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;

/**
 * True claims, one key and one message each, none like another.
 *
 * @param sets each of a validator of its own
 */
record Claims(List<SignatureSet> sets) {

  private static final Bytes DOMAIN = Bytes.fromHexString("0x0100000000000000");

  static Claims signed(int count) {
    Bls signer = new BlstBls();
    List<SignatureSet> sets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Bytes32 secret = InteropKeys.secretKey(i);
      Bytes32 message = Bytes32.leftPad(Bytes.ofUnsignedInt(i), (byte) 0x5a);
      sets.add(
          SignatureSet.single(
              signer.publicKey(secret), message, signer.sign(secret, message, DOMAIN), DOMAIN));
    }
    return new Claims(List.copyOf(sets));
  }

  List<Bytes48> keys() {
    return sets.stream().map(set -> set.groups().get(0).pubkeys().get(0)).toList();
  }

  /** blst that has parsed these keys before and has seen no message: the state of steady work. */
  static BlstBls knowing(List<Bytes48> keys) {
    BlstBls bls = new BlstBls();
    bls.aggregatePubkeys(keys);
    return bls;
  }

  /** These claims, of which the last is made false. */
  List<SignatureSet> withFalseOne() {
    List<SignatureSet> sets = new ArrayList<>(this.sets);
    SignatureSet last = sets.remove(sets.size() - 1);
    sets.add(new SignatureSet(last.groups(), sets.get(0).signature(), DOMAIN));
    return sets;
  }
}
