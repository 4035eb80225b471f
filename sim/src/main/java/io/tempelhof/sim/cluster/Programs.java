package io.tempelhof.sim.cluster;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import java.util.EnumMap;
import java.util.Map;

/// What the programs of all nodes have said, heard and been told, together.
public final class Programs {
  /// What is counted.
  public enum Count {
    /// Signals said by callers.
    SENT,
    /// Signals heard by workers.
    RECEIVED,
    /// Signals missing although later ones of the same pair arrived, and nobody was told.
    LOST,
    /// Monitors and links that fired.
    FIRED,
    /// Those that did so although they had fired before, or never were.
    FIRED_TWICE,
    /// Signals that arrived after a later one, or twice.
    DISORDERED
  }

  private final Map<Count, Long> counts = new EnumMap<>(Count.class);
  private String firstDisorder = "";
  private Runnable whenDown = () -> {};

  void count(Count what, long more) {
    counts.merge(what, more, Long::sum);
  }

  void disorder(String detail) {
    if (firstDisorder.isEmpty()) {
      firstDisorder = detail;
    }
    count(Count.DISORDERED, 1);
  }

  /// To be run whenever a monitor fires, from now on.
  public void whenDown(Runnable then) {
    whenDown = then;
  }

  void down() {
    count(Count.FIRED, 1);
    whenDown.run();
  }

  public long count(Count what) {
    return counts.getOrDefault(what, 0L);
  }

  public String firstDisorder() {
    return firstDisorder;
  }

  static NodeName nodeOf(Pid pid) {
    return NodeName.of(pid.node().text());
  }
}
