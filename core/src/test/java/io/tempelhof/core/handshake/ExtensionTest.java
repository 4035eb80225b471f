package io.tempelhof.core.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ExtensionTest {
  private static final Extension EXTENSION = new Extension(1, "blau", 0x8000_0000_0000_0001L);
  private static final byte[] BYTES =
      HexFormat.of().parseHex("54504c48" + "0001" + "04" + "626c6175" + "8000000000000001");

  @Test
  void hasThisLayout() {
    assertThat(EXTENSION.encode()).isEqualTo(BYTES);
    assertThat(Extension.decode(ByteBuffer.wrap(BYTES))).isEqualTo(EXTENSION);
  }

  @Test
  void carriesAnyClusterNameOfUpTo255Bytes() {
    for (String cluster : new String[] {"", "größe", "c".repeat(255)}) {
      Extension extension = new Extension(65_535, cluster, 7);
      assertThat(Extension.decode(ByteBuffer.wrap(extension.encode()))).isEqualTo(extension);
    }
    assertThatThrownBy(() -> new Extension(1, "ö".repeat(128), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toleratesWhatALaterVersionAppends() {
    byte[] later = Arrays.copyOf(BYTES, BYTES.length + 100);
    later[5] = 9;
    assertThat(Extension.decode(ByteBuffer.wrap(later)))
        .isEqualTo(new Extension(9, "blau", EXTENSION.capabilities()));
  }

  @Test
  void ignoresBytesThatAreNotOurs() {
    assertThat(Extension.decode(ByteBuffer.allocate(0))).isNull();
    assertThat(Extension.decode(ByteBuffer.wrap(new byte[200]))).isNull();
    for (int length = 0; length < BYTES.length; length++) {
      assertThat(Extension.decode(ByteBuffer.wrap(BYTES, 0, length))).as("%d", length).isNull();
    }
    byte[] versionZero = BYTES.clone();
    versionZero[5] = 0;
    assertThat(Extension.decode(ByteBuffer.wrap(versionZero))).isNull();
    byte[] notUtf8 = BYTES.clone();
    notUtf8[8] = (byte) 0xFF;
    assertThat(Extension.decode(ByteBuffer.wrap(notUtf8))).isNull();
  }
}
