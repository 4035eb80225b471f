package io.tempelhof.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page of the overlay's messages says of each kind how many elements it has: as many as the
/// golden bytes.
class OverlayPageTest {
  private static final Pattern MESSAGE =
      Pattern.compile("`\\{overlay, ([a-z_]+)((?:, [^`]+)?)\\}`");

  /// The external term format's tag of a tuple of less than 256 elements.
  private static final int SMALL_TUPLE = 0x68;

  @Test
  void everyKindIsDocumentedWithAllItsElements() {
    assertThat(documented()).isEqualTo(golden()).hasSizeGreaterThan(20);
  }

  private static Map<String, Integer> documented() {
    Map<String, Integer> arities = new TreeMap<>();
    for (String line : NamedTests.lines(NamedTests.ROOT.resolve("docs/protocol/overlay.md"))) {
      if (line.startsWith("| `{overlay")) {
        for (MatchResult found : MESSAGE.matcher(line).results().toList()) {
          int fields = found.group(2).split(",", -1).length - 1;
          arities.put(found.group(1), 2 + fields);
        }
      }
    }
    return arities;
  }

  private static Map<String, Integer> golden() {
    Map<String, Integer> arities = new TreeMap<>();
    String file = "core/src/test/resources/io/tempelhof/core/overlay/messages.txt";
    for (String line : NamedTests.lines(NamedTests.ROOT.resolve(file))) {
      String[] parts = line.split(" ");
      assertThat(Integer.parseInt(parts[1].substring(2, 4), 16)).isEqualTo(SMALL_TUPLE);
      arities.put(parts[0], Integer.parseInt(parts[1].substring(4, 6), 16));
    }
    return arities;
  }
}
