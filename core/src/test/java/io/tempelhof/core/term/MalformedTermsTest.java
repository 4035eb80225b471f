package io.tempelhof.core.term;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MalformedTermsTest {
  /// The most that reading allocates per byte read: a nested tuple of one element takes two bytes,
  /// and some eighty in memory.
  private static final int ALLOCATED_PER_BYTE = 64;

  private static final int ALLOCATED_AT_LEAST = 4_096;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                               | no version byte 131                             | 0",
        "82 6101                          | no version byte 131                             | 0",
        "83                               | a byte needed, none left                        | 1",
        "83 61                            | a byte needed, none left                        | 2",
        "83 62 000000                     | 4 bytes needed, 3 left                          | 2",
        "83 61 01 00                      | 1 bytes after the term                          | 3",
        "83 00                            | unknown tag 0                                   | 1",
        "83 75 00000000                   | unknown tag 117                                 | 1",
        "83 79 00                         | unknown tag 121                                 | 1",
        "83 43 00                         | unknown tag 67                                  | 1",
        "83 68 02 61 01                   | a byte needed, none left                        | 5",
        "83 68 03 6a 6a                   | 3 terms announced in 2 bytes                    | 1",
        "83 68 02 68 02 6a 6a             | 3 terms announced in 2 bytes                    | 3",
        "83 69 ffffffff 6a                | 4294967295 announced in 1 bytes                 | 2",
        "83 6c 7fffffff 6a                | 2147483647 announced in 1 bytes                 | 2",
        "83 6c 00000001 6a                | 2 terms announced in 1 bytes                    | 1",
        "83 74 00000001 6a                | 2 terms announced in 1 bytes                    | 1",
        "83 74 00000002 6101 6a 6101 6a   | map with two equal keys                         | 1",
        "83 6d 80000000 00                | 2147483648 announced in 1 bytes                 | 2",
        "83 6b 0005 01                    | 5 bytes needed, 1 left                          | 4",
        "83 46 7ff0000000000000           | float that is no finite number                  | 1",
        "83 46 7ff8000000000000           | float that is no finite number                  | 1",
        "83 6f 00000005 00 01             | 5 announced in 2 bytes                          | 2",
        "83 77 02 eda0                    | atom that is no UTF-8                           | 1",
        "83 77 02 c080                    | atom that is no UTF-8                           | 1",
        "83 77 03 eda080                  | atom that is no UTF-8                           | 1",
        "83 77 04 f4908080                | atom that is no UTF-8                           | 1",
        "83 77 01 c3                      | atom that is no UTF-8                           | 1",
        "83 64 0100 00                    | atom of 256 characters                          | 1",
        "83 4d 00000001 00 01             | 0 bits in the last of 1 bytes                   | 1",
        "83 4d 00000001 09 01             | 9 bits in the last of 1 bytes                   | 1",
        "83 4d 00000000 03                | 3 bits in the last of 0 bytes                   | 1",
        "83 58 6101 00                    | tag 97 where an atom belongs                    | 2",
        "83 5a 0000 770161 00000001       | reference of 0 words                            | 1",
        "83 5a 0006 770161 00000001       | reference of 6 words                            | 1",
        "83 71 770161 770162 62 00000100  | function of 256 arguments                       | 8",
        "83 71 770161 770162 6a           | tag 106 where a small integer belongs           | 8",
        "83 52 00                         | atom cache reference outside a frame with a cache | 1",
        "83 83 6101                       | unknown tag 131                                 | 1",
      })
  void saysWhatIsWrongAndWhere(String hex, String reason, int offset) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(Etf.decode(bytes)).isEqualTo(new Malformed(reason, offset));
  }

  @Test
  void anAtomOf256CharactersIsMalformed() {
    byte[] bytes = new byte[4 + 256];
    Arrays.fill(bytes, (byte) 'x');
    bytes[0] = (byte) 131;
    bytes[1] = 118;
    BigEndian.putShort(bytes, 2, 256);
    assertThat(Etf.decode(bytes)).isEqualTo(new Malformed("atom of more than 255 characters", 1));
  }

  @Test
  void aFunMustEndWhereItSays() {
    String fun =
        "83 70 %s 01 10158770f3078f7f4c346fb7df22c7b9 00000000 00000000 77016d 6100 6101"
            + " 58 7703614068 00000009 00000000 00000001";
    byte[] good = HexFormat.of().parseHex(fun.formatted("00000036").replace(" ", ""));
    byte[] bad = HexFormat.of().parseHex(fun.formatted("00000037").replace(" ", ""));
    assertThat(Etf.decode(good)).isInstanceOf(Decoded.Ok.class);
    assertThat(Etf.decode(bad)).isEqualTo(new Malformed("fun that does not end where it says", 1));
  }

  @Test
  void offsetsCountFromTheStartOfTheArray() {
    byte[] bytes = {9, 9, 9, (byte) 131, 104, 1, 0};
    assertThat(Etf.decode(bytes, 3, 4)).isEqualTo(new Malformed("unknown tag 0", 6));
    assertThat(Etf.decode(bytes, 3, 3)).isEqualTo(new Malformed("1 terms announced in 0 bytes", 4));
  }

  @Test
  void compressedDataMustBeWholeAndHonest() {
    byte[] good = HexFormat.of().parseHex("835000000132789ccb6160604829674c1c4544a22c002e3f55ff");
    for (int length = 0; length < good.length; length++) {
      assertThat(Etf.decodeStored(Arrays.copyOf(good, length))).isInstanceOf(Malformed.class);
    }
    assertThat(Etf.decodeStored(Arrays.copyOf(good, good.length + 1)))
        .isInstanceOf(Malformed.class);
    assertThat(Etf.decodeStored(with(good, 5, 0x31))).isInstanceOf(Malformed.class);
    assertThat(Etf.decodeStored(with(good, 5, 0x33))).isInstanceOf(Malformed.class);
    assertThat(Etf.decodeStored(with(good, 2, 0x7f)))
        .isEqualTo(new Malformed("compressed term of 2130706738 bytes", 2));
    assertThat(Etf.decodeStored(with(good, 25, 0))).isInstanceOf(Malformed.class);
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  @Test
  void mutantsAreATermOrMalformedAndCostNoMoreThanTheirSize() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    SplittableRandom random = new SplittableRandom(20_261_123);
    List<byte[]> originals = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      originals.add(Etf.encode(new RandomTerms(random).next(60)));
    }
    int malformed = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] mutant = mutant(originals, random);
      Decoded decoded = Etf.decode(mutant); // the first time may link code, which costs too
      long before = threads.getCurrentThreadAllocatedBytes();
      Etf.decode(mutant);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(allocated)
          .as("mutant %d: %s", i, HexFormat.of().formatHex(mutant))
          .isLessThan((long) ALLOCATED_PER_BYTE * mutant.length + ALLOCATED_AT_LEAST);
      switch (decoded) {
        case Decoded.Ok ok ->
            assertThat(Etf.decode(Etf.encode(ok.term())))
                .as("mutant %d: %s", i, HexFormat.of().formatHex(mutant))
                .isInstanceOfSatisfying(
                    Decoded.Ok.class, again -> assertThat(again.term()).isEqualTo(ok.term()));
        case Malformed(String reason, int offset) -> {
          malformed++;
          assertThat(offset).as(reason).isBetween(0, mutant.length);
        }
      }
    }
    assertThat(malformed).isBetween(20_000, 199_000);
  }

  private static byte[] mutant(List<byte[]> originals, SplittableRandom random) {
    byte[] bytes = originals.get(random.nextInt(originals.size())).clone();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = 1 + random.nextInt(bytes.length - 1);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
        case 3 -> bytes[at] = (byte) (67 + random.nextInt(55));
        case 4 -> bytes = Arrays.copyOf(bytes, Math.max(2, at));
        default -> {
          byte[] other = originals.get(random.nextInt(originals.size()));
          int length = Math.min(other.length, bytes.length - at);
          System.arraycopy(other, other.length - length, bytes, at, length);
        }
      }
    }
    return bytes;
  }
}
