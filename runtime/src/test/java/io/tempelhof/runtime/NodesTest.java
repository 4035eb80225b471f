package io.tempelhof.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodesTest {
  private static final Pid WATCHER = new Pid(Atom.of("a@h"), 1, 0, 1);
  private static final NodeUp UP = new NodeUp(Atom.of("b@h"), true);
  private static final NodeDown DOWN = new NodeDown(UP.node());

  private final List<Object> mail = new ArrayList<>();
  private boolean alive = true;
  private final Nodes nodes =
      new Nodes((_, message) -> {
        mail.add(message);
        return alive;
      });

  @Test
  void tellsAWatcherWhatIsAndThenWhatChanges() {
    nodes.up(UP);
    assertThat(nodes.watch(WATCHER)).containsExactly(UP);
    nodes.down(DOWN);
    nodes.up(UP);
    assertThat(mail).containsExactly(DOWN, UP);
    nodes.unwatch(WATCHER);
    nodes.down(DOWN);
    assertThat(mail).hasSize(2);
    assertThat(nodes.watch(WATCHER)).isEmpty();
  }

  @Test
  void forgetsAWatcherThatHasEnded() {
    nodes.watch(WATCHER);
    alive = false;
    nodes.up(UP);
    nodes.down(DOWN);
    assertThat(mail).containsExactly(UP);
  }
}
