package io.tempelhof.interop;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.net.epmd.PrivatePort;
import java.util.function.UnaryOperator;

/// A node of ours, whose embedded EPMD a genuine node then registers with.
final class Pair implements AutoCloseable {
  static final String COOKIE = "ARGUSOFTHEHUNDREDEYES";

  final int epmdPort = PrivatePort.choose();
  final Node ours;

  Pair() {
    this("ours@127.0.0.1");
  }

  Pair(String name) {
    this(name, UnaryOperator.identity());
  }

  Pair(String name, UnaryOperator<NodeOptions> options) {
    ours = start(options.apply(options(name, epmdPort, COOKIE)));
  }

  private static NodeOptions options(String name, int epmdPort, String cookie) {
    return NodeOptions.of(name).withCookie(new Cookie(cookie)).withEpmdPort(epmdPort);
  }

  static Node start(String name, int epmdPort, String cookie) {
    return start(options(name, epmdPort, cookie));
  }

  private static Node start(NodeOptions options) {
    try {
      return Node.start(options);
    } catch (NodeStartException e) {
      throw new AssertionError(e);
    }
  }

  GenuineNode erlang(String name, String... options) {
    return GenuineNode.erlang(name, COOKIE, epmdPort, options);
  }

  GenuineNode elixir(String name) {
    return GenuineNode.elixir(name, COOKIE, epmdPort);
  }

  /// Our name as an Erlang atom.
  String atom() {
    return "'" + ours.name() + "'";
  }

  static NodeName name(GenuineNode node) {
    return NodeName.of(node.name());
  }

  @Override
  public void close() {
    ours.close();
  }
}
