package io.tempelhof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tempelhof.core.node.NodeInput.Seed;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ArgumentsTest {
  private final Arguments.Seeds seeds = new Arguments.Seeds();

  @Test
  void aSeedWithoutPortLeavesItToEpmd() {
    assertThat(seeds.convert("a@host")).isEqualTo(new Seed(NodeName.of("a@host"), null));
  }

  @Test
  void aSeedWithPortIsDialledThere() {
    assertThat(seeds.convert("a@host:4711"))
        .isEqualTo(new Seed(NodeName.of("a@host"), new Address("host", 4711)));
    assertThat(seeds.convert("a@[::1]:4711"))
        .isEqualTo(new Seed(NodeName.of("a@[::1]"), new Address("::1", 4711)));
  }

  @Test
  void aLoneIpv6HostHasNoPort() {
    assertThat(seeds.convert("a@::1")).isEqualTo(new Seed(NodeName.of("a@::1"), null));
    assertThat(seeds.convert("a@[::1]")).isEqualTo(new Seed(NodeName.of("a@[::1]"), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "@", "a@", "@h", "a@h:", "a@h:0", "a@h:65536", "a@h:x", "a@b@c"})
  void whatIsNoSeedIsRefused(String text) {
    assertThatExceptionOfType(TypeConversionException.class)
        .isThrownBy(() -> seeds.convert(text))
        .withMessageMatching("(?s).+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", ":1", "host:", "host:0", "host:-1", "host:99999"})
  void whatIsNoAddressIsRefused(String text) {
    assertThatExceptionOfType(TypeConversionException.class)
        .isThrownBy(() -> new Arguments.Addresses().convert(text));
  }
}
