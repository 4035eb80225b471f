package io.tempelhof.ops.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The colours of both schemes, computed from their file.
class ColoursTest {
  private static final Pattern SCHEME =
      Pattern.compile("\\[data-theme='(dark|light)'\\] \\{(.*?)\\}", Pattern.DOTALL);
  private static final Pattern COLOUR = Pattern.compile("--([a-z0-9-]+): (#[0-9a-f]{6});");

  private static final List<String> TEXTS =
      List.of("text", "quiet", "link", "accent", "dead", "alive", "suspected", "leaving");
  private static final List<String> MARKS =
      List.of(
          "alive",
          "suspected",
          "dead",
          "leaving",
          "silent",
          "peer",
          "watch",
          "direct",
          "client",
          "erlang",
          "edge");

  private static Map<String, Map<String, String>> schemes() throws IOException {
    Map<String, Map<String, String>> schemes = new TreeMap<>();
    try (InputStream file = ColoursTest.class.getResourceAsStream("/dashboard/css/colours.css")) {
      Matcher scheme = SCHEME.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8));
      while (scheme.find()) {
        Map<String, String> colours = new TreeMap<>();
        Matcher colour = COLOUR.matcher(scheme.group(2));
        while (colour.find()) {
          colours.put(colour.group(1), colour.group(2));
        }
        schemes.put(scheme.group(1), colours);
      }
    }
    return schemes;
  }

  private static List<String> below(double least, List<String> names, List<String> grounds)
      throws IOException {
    List<String> below = new ArrayList<>();
    schemes()
        .forEach((scheme, colours) -> {
          for (String name : names) {
            for (String ground : grounds) {
              double ratio = Contrast.of(colours.get(name), colours.get(ground));
              if (ratio < least) {
                below.add("%s: %s on %s is %.2f".formatted(scheme, name, ground, ratio));
              }
            }
          }
        });
    return below;
  }

  @Test
  void bothSchemesHaveTheSameColours() throws IOException {
    assertThat(schemes().keySet()).containsExactly("dark", "light");
    assertThat(schemes().get("dark").keySet()).isEqualTo(schemes().get("light").keySet());
  }

  @Test
  void textCanBeRead() throws IOException {
    assertThat(below(4.5, TEXTS, List.of("ground", "panel"))).isEmpty();
    assertThat(below(4.5, List.of("text", "quiet"), List.of("raised", "plate"))).isEmpty();
    assertThat(below(4.5, List.of("on-accent"), List.of("accent"))).isEmpty();
  }

  @Test
  void marksCanBeSeen() throws IOException {
    assertThat(below(3, MARKS, List.of("ground", "panel"))).isEmpty();
  }
}
