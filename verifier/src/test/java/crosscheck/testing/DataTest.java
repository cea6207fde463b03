package crosscheck.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

final class DataTest {

  @Test
  void findsTheRepositoryAboveTheModule() {
    assertThat(Data.repository().resolve("verifier/pom.xml")).exists();
  }

  @Test
  void abortsATestThatAsksForAbsentDataAndSaysHowToProvideIt() {
    assertThatThrownBy(() -> Data.require("a/file/that/only/this/test/asks/for"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("a/file/that/only/this/test/asks/for")
        .hasMessageContaining("CROSSCHECK_DATA");
  }
}
