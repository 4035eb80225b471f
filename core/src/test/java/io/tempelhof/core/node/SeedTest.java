package io.tempelhof.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How the ways into a cluster are read.
class SeedTest {
  @Test
  void aSeedWithoutPortLeavesItToEpmd() {
    assertThat(Seed.of("a@host")).isEqualTo(new Seed(NodeName.of("a@host"), null));
  }

  @Test
  void aSeedWithPortIsDialledThere() {
    assertThat(Seed.of("a@host:4711"))
        .isEqualTo(new Seed(NodeName.of("a@host"), new Address("host", 4711)));
    assertThat(Seed.of("a@[::1]:4711"))
        .isEqualTo(new Seed(NodeName.of("a@[::1]"), new Address("::1", 4711)));
  }

  @Test
  void aLoneIpv6HostHasNoPort() {
    assertThat(Seed.of("a@::1")).isEqualTo(new Seed(NodeName.of("a@::1"), null));
    assertThat(Seed.of("a@[::1]")).isEqualTo(new Seed(NodeName.of("a@[::1]"), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "@", "a@", "@h", "a@h:", "a@h:0", "a@h:65536", "a@h:x", "a@b@c"})
  void whatIsNoSeedIsRefused(String text) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Seed.of(text))
        .withMessageContaining(" is not ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", ":1", "host:", "host:0", "host:-1", "host:99999"})
  void whatIsNoAddressIsRefused(String text) {
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Address.of(text));
  }

  @Test
  void anAddressReadsWhatItPrints() {
    for (String text : List.of("host:1", "10.0.0.1:65535", "[::1]:4711")) {
      assertThat(Address.of(text)).hasToString(text);
    }
  }
}
