package io.tempelhof.examples;

import io.tempelhof.core.node.Seed;
import io.tempelhof.core.term.Pid;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import java.util.concurrent.CompletableFuture;

/// Two nodes in one JVM; a process on one asks a process on the other. The README shows what stands
/// between the marks.
public final class Hello {
  private Hello() {}

  // <hello>
  record Greet(Pid from, String name) {}

  public static void main(String[] arguments) throws Exception {
    try (Node berlin = Node.start(NodeOptions.of("berlin@127.0.0.1"));
        Node paris = Node.start(NodeOptions.of("paris@127.0.0.1"))) {
      paris.join(Seed.of("berlin@127.0.0.1"));

      berlin.spawn(
          "greeter",
          self -> {
            Greet greet = self.receive(Greet.class);
            self.send(greet.from(), "Hello, " + greet.name() + "!");
          });

      var answer = new CompletableFuture<String>();
      paris.spawn(self -> {
        self.send("greeter", berlin.name(), new Greet(self.pid(), "Paris"));
        answer.complete(self.receive(String.class));
      });
      System.out.println(answer.get());
    }
  }
  // </hello>
}
