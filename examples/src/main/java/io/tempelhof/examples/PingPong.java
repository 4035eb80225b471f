package io.tempelhof.examples;

import io.tempelhof.core.term.Pid;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.Self;

/// Two processes on two nodes throw a ball to each other. When the one that serves goes home, the
/// other hears of it.
public final class PingPong {
  private PingPong() {}

  // <pingpong>
  record Ball(Pid from, int throwNumber) {}

  static void pong(Self self) {
    while (true) {
      Ball ball = self.receive(Ball.class);
      self.send(ball.from(), new Ball(self.pid(), ball.throwNumber() + 1));
    }
  }

  static int ping(Self self, Pid partner) {
    self.link(partner);
    Ball ball = new Ball(self.pid(), 0);
    while (ball.throwNumber() < 10) {
      self.send(partner, new Ball(self.pid(), ball.throwNumber() + 1));
      ball = self.receive(Ball.class);
    }
    return ball.throwNumber();
  }

  // </pingpong>

  public static void main(String[] arguments) throws Exception {
    try (Node here = Node.start(NodeOptions.of("here@127.0.0.1"));
        Node there = Node.start(NodeOptions.of("there@127.0.0.1"))) {
      Pid partner = there.spawn("pong", PingPong::pong);
      int thrown = Errand.run(here.processes(), self -> ping(self, partner));
      System.out.println("the ball was thrown " + thrown + " times");
      String end =
          Errand.run(
              here.processes(),
              self -> {
                self.monitor(partner);
                self.exit(partner, "home");
                return self.receive(Down.class).reason().toString();
              });
      System.out.println("the partner went: " + end);
    }
  }
}
