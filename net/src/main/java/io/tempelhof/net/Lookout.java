package io.tempelhof.net;

import io.netty.channel.EventLoop;
import io.tempelhof.core.overlay.MemberEvent;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.Nodes;
import io.tempelhof.runtime.Processes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Tells the {@link Nodes} of a node what its overlay knows of others: who is a member when
/// somebody begins to monitor nodes, what becomes of members from then on, and whether a node can
/// be reached.
@SuppressWarnings("FutureReturnValueIgnored") // nothing waits for an answer
final class Lookout implements Nodes.Scout {
  /// A list that is not whole is asked for again, so often in all.
  private static final int TRIES = 5;

  private static final long AGAIN_SECONDS = 2;

  private final Processes processes;
  private final Nodes nodes;
  private final NodeDriver driver;
  private final EventLoop home;
  private volatile boolean joined;

  /// @param home the loop on which {@code driver} runs
  Lookout(Processes processes, NodeDriver driver, EventLoop home) {
    this.processes = processes;
    this.nodes = processes.nodes();
    this.driver = driver;
    this.home = home;
    nodes.scout(this);
  }

  /// The node has joined. Whoever monitored nodes before that hears of all members.
  void joined() {
    joined = true;
    if (nodes.isMonitored()) {
      list(true, TRIES);
    }
  }

  void heard(MemberEvent event) {
    NodeRecord node = event.node();
    switch (event) {
      case MemberEvent.Up _ -> nodes.memberUp(node.name().atom(), node.creation());
      case MemberEvent.Down _ -> nodes.memberDown(node.name().atom(), node.creation());
      case MemberEvent.Suspected _, MemberEvent.Refuted _ -> {}
    }
  }

  @Override
  public void list() {
    if (joined) {
      list(false, TRIES);
    }
  }

  private void list(boolean news, int tries) {
    driver
        .members()
        .thenAccept(members -> {
          for (NodeRecord member : members.nodes()) {
            if (!member.name().equals(processes.node())) {
              nodes.listed(member.name().atom(), member.creation(), news);
            }
          }
          if (!members.whole() && tries > 1) {
            home.schedule(() -> list(news, tries - 1), AGAIN_SECONDS, TimeUnit.SECONDS);
          }
        });
  }

  @Override
  public void reach(Atom node) {
    NodeName name = NodeName.of(node.text());
    Errand.start(processes, self -> NetKernel.ask(self, name))
        .exceptionally(failure -> Optional.of(failure.toString()))
        .thenAccept(why -> {
          if (why.isPresent()) {
            nodes.unreachable(node);
          } else {
            nodes.reached(node);
          }
        });
  }
}
