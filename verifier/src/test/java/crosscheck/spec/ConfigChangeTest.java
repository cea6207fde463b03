package crosscheck.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ConfigChangeTest {

  @Test
  void changesOneConstantAndLeavesTheOriginalAlone() {
    Config minimal = Config.minimal();

    Config quick = minimal.with("SECONDS_PER_SLOT", "1");

    assertThat(quick.uint64("SECONDS_PER_SLOT")).isEqualTo(1);
    assertThat(quick.name()).isEqualTo("minimal");
    assertThat(quick.values().keySet()).isEqualTo(minimal.values().keySet());
    assertThat(minimal.uint64("SECONDS_PER_SLOT")).isEqualTo(6);
  }

  @Test
  void refusesToChangeAConstantItDoesNotHave() {
    assertThatThrownBy(() -> Config.minimal().with("SECONDS_PER_SLOTS", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SECONDS_PER_SLOTS is missing");
  }
}
