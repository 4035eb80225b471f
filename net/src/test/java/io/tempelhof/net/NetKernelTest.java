package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.Options;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Remote;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetKernelTest {
  @Test
  void livesOnWhenAProcessLinkedToItFails() throws Exception {
    NodeName node = NodeName.of("a@localhost");
    try (Processes processes = new Processes(node, 1, Remote.NONE, Options.DEFAULT)) {
      NetKernel.start(processes);
      Pid kernel = processes.whereis(NetKernel.NAME).orElseThrow();
      Optional<String> complaint =
          Errand.run(
              processes,
              self -> {
                NetKernel.ask(self, node); // it has begun
                self.spawnMonitor(peer -> {
                  peer.link(kernel);
                  throw peer.exit("mishap");
                });
                self.receive(Down.class);
                return NetKernel.ask(self, node);
              });
      assertThat(complaint).isEmpty();
      assertThat(processes.whereis(NetKernel.NAME)).contains(kernel);
    }
  }
}
