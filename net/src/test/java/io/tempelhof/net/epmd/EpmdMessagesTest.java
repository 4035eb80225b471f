package io.tempelhof.net.epmd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.net.epmd.EpmdReply.Found;
import io.tempelhof.net.epmd.EpmdReply.Listed;
import io.tempelhof.net.epmd.EpmdReply.Registered;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EpmdMessagesTest {
  private static final EpmdEntry GENUINE = new EpmdEntry("a", 0x8983, EpmdEntry.VISIBLE, 6, 5, "");

  @Test
  void readsWhatGenuineEpmdSaysOfAGenuineNode() {
    byte[] reply =
        HexFormat.of().parseHex("7700" + "8983" + "4d" + "00" + "00060005000161" + "0000");
    assertThat(Found.decode(ByteBuffer.wrap(reply))).isEqualTo(new Found(GENUINE));
    assertThat(new Found(GENUINE).encode()).isEqualTo(reply);
    assertThat(GENUINE.isCompatible()).isTrue();
  }

  @Test
  void readsThatThereIsNoSuchNode() {
    assertThat(Found.decode(ByteBuffer.wrap(new byte[] {119, 1}))).isEqualTo(new Found(null));
    assertThat(new Found(null).encode()).isEqualTo(new byte[] {119, 1});
    assertThat(Found.decode(ByteBuffer.wrap(new byte[] {119}))).isNull();
    assertThat(Found.decode(ByteBuffer.wrap(new byte[0]))).isNull();
  }

  @Test
  void writesRegistrationsAsAGenuineNodeDoes() {
    assertThat(hex(new EpmdRequest.Register(GENUINE)))
        .isEqualTo("000e" + "78" + "8983" + "4d" + "00" + "00060005000161" + "0000");
    assertThat(hex(new EpmdRequest.Register(EpmdEntry.of("we", 1))))
        .isEqualTo("000f" + "78" + "0001" + "48" + "00" + "0006000600027765" + "0000");
    assertThat(hex(new EpmdRequest.Lookup("größe"))).isEqualTo("0008" + "7a" + "6772c3b6c39f65");
    assertThat(hex(new EpmdRequest.Names())).isEqualTo("0001" + "6e");
    assertThat(hex(new EpmdRequest.Dump())).isEqualTo("0001" + "64");
    assertThat(hex(new EpmdRequest.Kill())).isEqualTo("0001" + "6b");
    assertThat(hex(new EpmdRequest.Stop("a"))).isEqualTo("0002" + "7361");
  }

  @Test
  void readsEveryRequestItWrites() {
    String extra = "\0\u0001\u00ff";
    for (EpmdRequest request :
        List.of(
            new EpmdRequest.Register(GENUINE),
            new EpmdRequest.Register(new EpmdEntry("größe", 65535, 77, 9, 0, extra)),
            new EpmdRequest.Register(
                new EpmdEntry("n".repeat(255), 1, 0, 6, 6, "e".repeat(EpmdEntry.EXTRA_BYTES_MAX))),
            new EpmdRequest.Lookup("größe"),
            new EpmdRequest.Names(),
            new EpmdRequest.Dump(),
            new EpmdRequest.Kill(),
            new EpmdRequest.Stop("a"))) {
      byte[] bytes = request.encode();
      assertThat(bytes.length - 2).isLessThanOrEqualTo(EpmdRequest.MAX_BYTES);
      assertThat(EpmdRequest.decode(ByteBuffer.wrap(bytes, 2, bytes.length - 2).slice()))
          .isEqualTo(request);
    }
  }

  @Test
  void readsRegisteredInBothWidths() {
    Registered wide = new Registered(true, 0x8000_0001);
    assertThat(wide.encode(true)).isEqualTo(new byte[] {118, 0, (byte) 128, 0, 0, 1});
    assertThat(Registered.decode(ByteBuffer.wrap(wide.encode(true)))).isEqualTo(wide);
    Registered narrow = new Registered(true, 3);
    assertThat(narrow.encode(false)).isEqualTo(new byte[] {121, 0, 0, 3});
    assertThat(Registered.decode(ByteBuffer.wrap(narrow.encode(false)))).isEqualTo(narrow);
    assertThat(Registered.decode(ByteBuffer.wrap(new byte[] {118, 1, 0, 0, 0, 99})))
        .isEqualTo(new Registered(false, 99));
    assertThat(Registered.decode(ByteBuffer.wrap(new byte[] {118, 0, 0, 0, 1}))).isNull();
  }

  @Test
  void readsTheListOfNames() {
    byte[] text = "name a at port 35203\nname größe at port 1\n".getBytes(UTF_8);
    byte[] reply = ByteBuffer.allocate(4 + text.length).putInt(4369).put(text).array();
    Listed listed =
        new Listed(4369, List.of(new Listed.Node("a", 35203), new Listed.Node("größe", 1)));
    assertThat(Listed.decode(ByteBuffer.wrap(reply))).isEqualTo(listed);
    assertThat(listed.encode()).isEqualTo(reply);
    assertThat(Listed.decode(ByteBuffer.wrap("\0\0\u0011\u0011rubbish".getBytes(US_ASCII))))
        .isNull();
  }

  @Test
  void refusesEveryTruncatedRegistration() {
    byte[] whole = new EpmdRequest.Register(EpmdEntry.of("name", 1)).encode();
    for (int length = 2; length < whole.length; length++) {
      assertThat(EpmdRequest.decode(ByteBuffer.wrap(whole, 2, length - 2).slice()))
          .as("%d bytes", length)
          .isNull();
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThat(EpmdRequest.decode(ByteBuffer.wrap(longer, 2, longer.length - 2).slice())).isNull();
  }

  @Test
  void refusesNamesThatNoNodeCanHave() {
    for (String name :
        List.of("", "a b", "a@b", "a\0b", "a\nb", "n".repeat(256), "ö".repeat(128))) {
      assertThatThrownBy(() -> EpmdEntry.of(name, 1)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> EpmdEntry.of("a", 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void answersAnyBytesWithAValue() {
    long seed = 4369;
    Random random = new Random(seed);
    byte[] tags = {120, 122, 110, 100, 107, 115, 118, 119, 121, 0};
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = tags[random.nextInt(tags.length)];
      }
      if (bytes.length > 9) {
        bytes[8] = 0;
      }
      try {
        EpmdRequest.decode(ByteBuffer.wrap(bytes));
        Found.decode(ByteBuffer.wrap(bytes));
        Registered.decode(ByteBuffer.wrap(bytes));
        Listed.decode(ByteBuffer.wrap(bytes));
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + " round " + round, e);
      }
    }
  }

  private static String hex(EpmdRequest request) {
    return HexFormat.of().formatHex(request.encode());
  }
}
