package io.tempelhof.ops.cluster;

import io.tempelhof.ops.agent.Agent;
import io.tempelhof.ops.report.Gap;
import io.tempelhof.ops.report.NodeReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets a node's agent gather the cluster while somebody looks, and holds what comes. Safe for use
/// by any thread.
public final class Collector implements Agent.Observer {
  /// Who has asked once is taken to look for so long.
  private static final Duration LOOKING = Duration.ofSeconds(10);

  private final Agent agent;
  private final ClusterView view;
  private final History history = new History();
  private final boolean connections;
  private final AtomicInteger looking = new AtomicInteger();
  private volatile long wantedUntil = System.nanoTime();

  /// @param connections whether to gather connections as well
  public Collector(Agent agent, String cluster, boolean connections) {
    this.agent = agent;
    this.connections = connections;
    this.view = new ClusterView(cluster, new EventLog(), history);
    agent.node().listen(news -> view.heard(news, System.currentTimeMillis()));
  }

  /// What has been gathered.
  public ClusterView view() {
    return view;
  }

  /// The traffic of late.
  public History history() {
    return history;
  }

  /// Somebody looks once: rounds go on for 10 s.
  public void look() {
    wantedUntil = System.nanoTime() + LOOKING.toNanos();
    agent.observe(this);
  }

  /// Somebody looks until {@link #leave}.
  public void enter() {
    looking.incrementAndGet();
    agent.observe(this);
  }

  /// Somebody who had entered looks no more.
  public void leave() {
    looking.decrementAndGet();
  }

  @Override
  public boolean wanted() {
    return looking.get() > 0 || System.nanoTime() < wantedUntil;
  }

  @Override
  public boolean connections() {
    return connections;
  }

  @Override
  public boolean holdsNothing() {
    return view.round() == 0;
  }

  @Override
  public List<String> lost() {
    return view.lost();
  }

  @Override
  public void reported(List<NodeReport> reports) {
    view.reported(reports, System.currentTimeMillis());
  }

  @Override
  public void roundOver(long round, List<Gap> gaps, int further, Duration took) {
    view.roundOver(round, gaps, took, System.currentTimeMillis());
  }
}
