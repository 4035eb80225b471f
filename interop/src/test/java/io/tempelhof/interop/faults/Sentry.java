package io.tempelhof.interop.faults;

import io.tempelhof.cli.Echo;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.Tag;
import io.tempelhof.interop.faults.Report.Fired;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Self;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Monitors the {@link Echo} of other nodes, and keeps in mind what fired.
final class Sentry implements Body {
  sealed interface Heard permits Watch, Gone {}

  /// Monitor those from now on, and nobody else.
  record Watch(List<String> targets) implements Heard {}

  @Tag("DOWN")
  record Gone(Ref ref, Atom type, Term source, Term reason) implements Heard {}

  private final String node;
  private final Map<Ref, String> watched = new HashMap<>();
  private final List<Fired> fired = new ArrayList<>();

  Sentry(String node) {
    this.node = node;
  }

  @Override
  public void run(Self self) {
    while (true) {
      switch (self.receive(Heard.class)) {
        case Watch(List<String> targets) -> watch(self, targets);
        case Gone gone -> hear(gone);
      }
    }
  }

  private void watch(Self self, List<String> targets) {
    watched.keySet().forEach(self::demonitorFlush);
    watched.clear();
    targets.forEach(target -> watched.put(self.monitor(Echo.NAME, NodeName.of(target)), target));
  }

  private synchronized void hear(Gone gone) {
    String of = watched.remove(gone.ref());
    fired.add(
        new Fired(
            node,
            of == null ? gone.source().toString() : of,
            gone.reason().toString(),
            System.currentTimeMillis(),
            of == null));
  }

  /// What has fired since the last time; for any thread.
  synchronized List<Fired> news() {
    List<Fired> news = List.copyOf(fired);
    fired.clear();
    return news;
  }
}
