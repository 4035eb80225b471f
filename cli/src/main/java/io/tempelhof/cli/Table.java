package io.tempelhof.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Columns of text, as wide as what stands in them. A heading that begins with {@code >} is of
/// numbers, which stand to the right.
final class Table {
  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    this.headings = List.of(headings);
  }

  /// @param cells null for what is not known
  void row(@Nullable Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell == null ? "-" : cell.toString());
    }
    rows.add(row);
  }

  List<String> lines() {
    List<List<String>> all = new ArrayList<>();
    all.add(headings.stream().map(h -> h.startsWith(">") ? h.substring(1) : h).toList());
    all.addAll(rows);
    List<String> lines = new ArrayList<>();
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < headings.size(); column++) {
        int at = column;
        int width = all.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
        String pad = " ".repeat(width - row.get(column).length());
        boolean right = headings.get(column).startsWith(">");
        line.append(right ? pad + row.get(column) : row.get(column) + pad).append("  ");
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /// A time in words no longer than six characters.
  static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 100) {
      return String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1e3);
    }
    return seconds < 6_000
        ? seconds / 60 + "m" + seconds % 60 + "s"
        : seconds / 3_600 + "h" + seconds / 60 % 60 + "m";
  }
}
