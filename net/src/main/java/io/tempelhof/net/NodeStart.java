package io.tempelhof.net;

import io.netty.channel.EventLoopGroup;
import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.handshake.Extension;
import io.tempelhof.core.handshake.Identity;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.wire.Flags;
import io.tempelhof.net.NodeStartException.Kind;
import io.tempelhof.net.epmd.EpmdClient;
import io.tempelhof.net.epmd.EpmdEntry;
import io.tempelhof.net.epmd.EpmdException;
import io.tempelhof.net.epmd.EpmdPresence;
import io.tempelhof.runtime.scheduler.ProcessThreads;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The steps by which a node comes up. Each leaves behind how it is undone: when a later one fails,
/// or when the node is closed.
final class NodeStart {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final NodeOptions options;
  private final Counters counters = new Counters();
  private final Deque<Runnable> undo = new ArrayDeque<>();

  NodeStart(NodeOptions options) {
    this.options = options;
  }

  Node run() throws NodeStartException {
    Optional<String> problem = ProcessThreads.problem();
    if (problem.isPresent()) {
      throw new NodeStartException(Kind.NO_SCHEDULER, problem.get());
    }
    Identity identity = identity();
    InetAddress host = resolve();
    EventLoopGroup loops = loops();
    undo.push(options.loops()::release);
    try {
      InetSocketAddress bind = new InetSocketAddress(host, options.port());
      Listener listener =
          new Listener(loops, bind, options.descriptors(), options.faults(), counters);
      int port = listener.port();
      Node node =
          options.name().isUndefined()
              ? named(identity, loops, port)
              : new Node(options, identity, loops, port, counters, undo);
      undo.push(node::stop);
      undo.push(listener::close);
      listener.accept(node.associations());
      if (!options.client()) {
        register(node, loops, host, port);
      }
      if (!options.seeds().isEmpty()) {
        node.join(options.seeds());
      }
      return node;
    } catch (NodeStartException | RuntimeException e) {
      undo.forEach(Runnable::run);
      throw e;
    }
  }

  private EventLoopGroup loops() throws NodeStartException {
    try {
      return options.loops().acquire();
    } catch (UncheckedIOException e) {
      throw new NodeStartException(
          Kind.NO_DESCRIPTORS, "cannot wait for sockets: no file descriptor left");
    }
  }

  private Identity identity() throws NodeStartException {
    Cookie given = options.cookie();
    return new Identity(
        options.name(),
        1 + RANDOM.nextInt(Integer.MAX_VALUE),
        Flags.OFFERED,
        given != null ? given : CookieFile.find(),
        new Extension(
            Extension.CURRENT_VERSION,
            options.cluster(),
            options.client() || options.name().isUndefined() ? Extension.CLIENT : 0));
  }

  private InetAddress resolve() throws NodeStartException {
    String bind = options.bind();
    String host = bind != null ? bind : options.name().host();
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new NodeStartException(Kind.BAD_HOST, "host " + host + " cannot be resolved");
    }
  }

  /// A node that has been given its name by the first of those asked that does.
  private Node named(Identity nameless, EventLoopGroup loops, int port) throws NodeStartException {
    Locator locator = new Locator(new EpmdClient(loops, options.epmdPort()));
    List<String> refusals = new ArrayList<>();
    for (Seed namer : options.namers()) {
      try {
        Node node =
            Naming.ask(
                nameless,
                namer,
                loops.next(),
                locator,
                options.descriptors(),
                (name, creation, by, established) -> {
                  NodeOptions named = options.withName(name).withClient(true);
                  Identity identity = nameless.named(name, creation);
                  Node made = new Node(named, identity, loops, port, counters, undo);
                  made.associations().named(by, established);
                  return made;
                });
        node.holdOnTo(namer.name());
        return node;
      } catch (NodeStartException e) {
        refusals.add(String.valueOf(e.getMessage()));
      }
    }
    throw new NodeStartException(
        Kind.NO_NAME,
        refusals.isEmpty()
            ? "a node without a name must be told whom to ask for one"
            : String.join("; ", refusals));
  }

  private void register(Node node, EventLoopGroup loops, InetAddress host, int port)
      throws NodeStartException {
    EpmdEntry entry = EpmdEntry.of(node.name().name(), port);
    EpmdPresence presence =
        new EpmdPresence(loops, options.epmdPort(), host, entry, new SplittableRandom());
    try {
      presence.start().join();
    } catch (CompletionException e) {
      throw unregistered(e.getCause());
    }
    undo.push(() -> presence.close().join());
  }

  private static NodeStartException unregistered(@Nullable Throwable cause) {
    if (!(cause instanceof EpmdException epmd)) {
      throw new IllegalStateException(cause);
    }
    Kind kind = epmd.kind() == EpmdException.Kind.NAME_TAKEN ? Kind.NAME_TAKEN : Kind.NO_EPMD;
    return new NodeStartException(kind, String.valueOf(epmd.getMessage()));
  }
}
