package crosscheck.ssz;

import static org.assertj.core.api.Assertions.assertThat;

import crosscheck.ssz.Samples.Keys;
import java.math.BigInteger;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.Bytes48;
import org.apache.tuweni.ssz.SSZ;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;

/** Where tuweni-ssz is right about v0.8, basic values and fixed parts, we say the same. */
class TuweniAgreementTest {

  private final Random random = new Random(11);

  @Test
  void onBasicValues() throws Exception {
    for (int i = 0; i < 200; i++) {
      long value = random.nextLong();
      assertThat(SszTypes.uint64().encode(value)).isEqualTo(SSZ.encodeULong(value, 64));
      assertThat(SszTypes.uint64().decode(SSZ.encodeULong(value, 64))).isEqualTo(value);
      assertThat(SszTypes.uint32().encode((int) value))
          .isEqualTo(SSZ.encodeULong(value & 0xffffffffL, 32));
      assertThat(SszTypes.bool().encode(value < 0)).isEqualTo(SSZ.encodeBoolean(value < 0));
      BigInteger big = new BigInteger(256, random);
      assertThat(SszTypes.uint256().encode(big)).isEqualTo(SSZ.encodeUInt256(UInt256.valueOf(big)));
    }
  }

  @Test
  void onTheFixedPartsOfAContainer() {
    Keys keys =
        new Keys(
            Bytes48.wrap(Bytes.random(48, random)),
            Bytes32.random(random),
            true,
            Bytes.random(96, random));
    Bytes theirs =
        SSZ.encode(
            writer -> {
              writer.writeFixedBytes(keys.publicKey());
              writer.writeFixedBytes(keys.root());
              writer.writeBoolean(keys.slashed());
              writer.writeFixedBytes(keys.signature());
            });
    assertThat(Samples.SSZ.encode(keys)).isEqualTo(theirs);
  }
}
