package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Self;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TwoNodesTest {
  private int epmdPort;
  private Node berlin;
  private Node prague;

  @BeforeEach
  void start() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      epmdPort = free.getLocalPort();
    }
    berlin = node("berlin@127.0.0.1");
    prague = node("prague@127.0.0.1");
  }

  private Node node(String name) throws Exception {
    return Node.start(NodeOptions.of(name).withCookie(new Cookie("secret")).withEpmdPort(epmdPort));
  }

  @AfterEach
  void stop() {
    berlin.close();
    prague.close();
  }

  private static void echo(Self self) {
    while (true) {
      Tuple message = (Tuple) self.receive();
      self.send((Pid) message.at(0), Tuple.of(self.pid(), message.at(1)));
    }
  }

  @Test
  void exchangeAMessage() throws Exception {
    Pid echo = prague.spawn("echo", TwoNodesTest::echo);
    CompletableFuture<Term> answer = new CompletableFuture<>();
    berlin.spawn(self -> {
      self.send("echo", prague.name(), Tuple.of(self.pid(), Int.of(42)));
      answer.complete(self.receive());
    });
    assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Tuple.of(echo, Int.of(42)));
  }

  @Test
  void pingEachOther() throws Exception {
    assertThat(berlin.ping(prague.name()).get(10, TimeUnit.SECONDS).pong()).isTrue();
    assertThat(prague.ping(berlin.name()).get(10, TimeUnit.SECONDS).pong()).isTrue();
    assertThat(berlin.status().connections()).hasSize(1);
  }
}
