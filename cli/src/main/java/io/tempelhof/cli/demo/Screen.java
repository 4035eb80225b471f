package io.tempelhof.cli.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shows a demo as it goes: on a terminal a table that is redrawn in place, elsewhere plain lines,
/// one per finished phase and one now and then between.
public final class Screen {
  private static final String WRAP = "\033[?7h";
  private static final String NO_WRAP = "\033[?7l";
  private static final long PLAIN_EVERY = Duration.ofSeconds(10).toNanos();

  private final PrintWriter out;
  private final boolean terminal;
  private final List<PhaseRow> finished = new ArrayList<>();
  private int drawn;
  private boolean headed;
  private @Nullable Phase phase;
  private long lastPlain;

  /// @param terminal whether {@code out} understands ANSI cursor movements
  public Screen(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /// A line that stays.
  synchronized void say(String line) {
    erase();
    out.println(line);
    out.flush();
  }

  /// The phase as it stands.
  ///
  /// @param doing what is going on, in a few words
  synchronized void progress(PhaseRow row, String doing, long now) {
    if (terminal) {
      erase();
      draw(row, doing);
    } else if (row.phase() != phase) {
      phase = row.phase();
      lastPlain = now;
    } else if (now - lastPlain >= PLAIN_EVERY) {
      lastPlain = now;
      head();
      out.println(row + "  " + doing);
    }
    out.flush();
  }

  /// The phase is over.
  synchronized void finish(PhaseRow row) {
    if (terminal) {
      finished.add(row);
      erase();
      draw(null, "");
    } else {
      head();
      out.println(row + "  done");
    }
    out.flush();
  }

  /// The table stays as it is; what is said from now on stands below it.
  synchronized void release() {
    drawn = 0;
  }

  private void head() {
    if (!headed) {
      out.println(PhaseRow.HEADER);
      out.println(PhaseRow.UNITS);
      headed = true;
    }
  }

  private void draw(@Nullable PhaseRow row, String doing) {
    List<String> lines = new ArrayList<>();
    lines.add(PhaseRow.HEADER);
    lines.add(PhaseRow.UNITS);
    finished.forEach(done -> lines.add(done.toString()));
    if (row != null) {
      lines.add(row.toString());
      lines.add("       " + doing);
    }
    // Cut at the edge of a narrow terminal: a line that wraps could not be erased as one.
    out.print(NO_WRAP + String.join("\n", lines) + "\n" + WRAP);
    drawn = lines.size();
  }

  private void erase() {
    if (drawn > 0) {
      out.print("\033[" + drawn + "A\r\033[J");
      drawn = 0;
    }
  }
}
