package io.tempelhof.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Tuple;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What processes hear of other nodes.
class MonitorNodesTest {
  private static final NodeName B = NodeName.of("b@localhost");

  private final Stage stage = new Stage(Remote.NONE, Options.DEFAULT);
  private final Nodes nodes = stage.processes.nodes();

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void theMessagesAreThoseOfErlang() throws Exception {
    stage.run(self -> {
      self.monitorNodes();
      nodes.memberUp(B.atom(), 1);
      nodes.memberDown(B.atom(), 1);
      assertThat(self.receive()).isEqualTo(Tuple.of(Atom.of("nodeup"), B.atom()));
      assertThat(self.receive()).isEqualTo(Tuple.of(Atom.of("nodedown"), B.atom()));
      self.demonitorNodes();
      nodes.memberUp(B.atom(), 1);
      assertThat(self.receive(Duration.ZERO)).isEmpty();
      return true;
    });
  }

  @Test
  void theyGetIntoAFullMailbox() throws Exception {
    stage.run(self -> {
      self.limitMailbox(MailboxLimit.dropping(1));
      self.monitorNodes();
      self.send(self.pid(), "fills it");
      nodes.memberUp(B.atom(), 1);
      nodes.memberDown(B.atom(), 1);
      assertThat(self.receive(NodeUp.class).node()).isEqualTo(B.atom());
      assertThat(self.receive(NodeDown.class).node()).isEqualTo(B.atom());
      return true;
    });
  }

  @Test
  void aNodeAloneHearsOfNobody() throws Exception {
    stage.run(self -> {
      self.monitorNodes();
      self.monitorNode(self.node());
      assertThat(self.demonitorNode(self.node())).isFalse();
      assertThat(self.receive(Duration.ZERO)).isEmpty();
      self.monitorNode(B);
      assertThat(self.receive(NodeDown.class).node()).isEqualTo(B.atom());
      return true;
    });
  }

  @Test
  void nothingIsLeftOfAProcessThatHasEnded() throws Exception {
    stage.run(self -> {
      var watching = self.spawnMonitor(watcher -> watcher.monitorNodes());
      self.receive(Down.class);
      assertThat(stage.processes.info(watching.pid())).isEmpty();
      return true;
    });
    assertThat(nodes.isMonitored()).isFalse();
  }
}
