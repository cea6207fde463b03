package crosscheck.ssz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class SszTest {

  record Small(short a, short b) {}

  record Fixed(byte a, long b, int c) {}

  record Var(short a, @Limit("1024") SszList<Short> b, byte c) {}

  record Complex(
      short a,
      @Limit("128") SszList<Short> b,
      byte c,
      @Limit("256") Bytes d,
      Var e,
      @Length("4") SszList<Fixed> f,
      @Length("2") SszList<Var> g) {}

  @Test
  void decodesWhatItEncoded() throws Exception {
    Ssz ssz = new Ssz(Map.of());
    Var var = new Var((short) 1, SszList.of((short) 2, (short) 3), (byte) 4);
    Fixed fixed = new Fixed((byte) 1, -1L, 7);
    Complex complex =
        new Complex(
            (short) 1,
            SszList.of((short) 9),
            (byte) 3,
            Bytes.of(1, 2, 3),
            var,
            SszList.filled(4, fixed),
            SszList.of(var, var));
    Bytes bytes = ssz.encode(complex);
    assertThat(ssz.decode(Complex.class, bytes)).isEqualTo(complex);
    assertThat(ssz.fromPlain(Complex.class, ssz.toPlain(complex))).isEqualTo(complex);
    assertThat(ssz.hashTreeRoot(ssz.decode(Complex.class, bytes)))
        .isEqualTo(ssz.hashTreeRoot(complex));
  }
}
