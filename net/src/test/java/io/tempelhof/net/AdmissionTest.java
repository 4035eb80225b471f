package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final Admission admission = new Admission();

  @Test
  void oneAddressGetsEightHandshakesAtOnce() throws Exception {
    InetAddress stranger = InetAddress.getByName("192.0.2.1");
    for (int i = 0; i < 8; i++) {
      assertThat(admission.enter(stranger)).isTrue();
    }
    assertThat(admission.enter(stranger)).isFalse();
    assertThat(admission.enter(InetAddress.getByName("192.0.2.2"))).isTrue();
    admission.leave(stranger);
    assertThat(admission.enter(stranger)).isTrue();
  }

  @Test
  void isFullAtSixtyFourWhichLoopbackMayReachAlone() {
    for (int i = 0; i < 64; i++) {
      assertThat(admission.isFull()).isFalse();
      assertThat(admission.enter(InetAddress.getLoopbackAddress())).isTrue();
    }
    assertThat(admission.isFull()).isTrue();
    admission.leave(InetAddress.getLoopbackAddress());
    assertThat(admission.isFull()).isFalse();
  }
}
