package io.tempelhof.net;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.tempelhof.core.handshake.HandshakeFailure;
import io.tempelhof.core.handshake.HandshakeOutput.Established;
import io.tempelhof.core.handshake.Identity;
import io.tempelhof.core.handshake.Initiator;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.NodeStartException.Kind;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How a node without a name gets one: it connects to another node, which gives it a name in the
/// handshake and is then its first neighbour. Only after that can there be processes, since their
/// pids carry the name.
@SuppressWarnings("FutureReturnValueIgnored") // what fails is told to the outcome
final class Naming implements Handshaking.Side, Standings.Attempt {
  /// Makes the node that has just been named, on the connection's loop, and takes the connection
  /// over before the next byte is read.
  interface Christening {
    Node christen(NodeName name, int creation, Naming by, Established established);
  }

  /// How long the connection and the handshake may take together.
  private static final long DEADLINE_SECONDS = 10;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Seed namer;
  private final EventLoop loop;
  private final DescriptorBudget descriptors;
  private final Christening christening;
  private final Handshaking handshaking;
  private final CompletableFuture<Node> outcome = new CompletableFuture<>();
  private @Nullable Connection connection;
  private boolean connected;
  private @Nullable NodeName name;
  private int creation;

  private Naming(
      Identity nameless,
      Seed namer,
      EventLoop loop,
      DescriptorBudget descriptors,
      Christening christening) {
    this.namer = namer;
    this.loop = loop;
    this.descriptors = descriptors;
    this.christening = christening;
    handshaking = new Handshaking(new Initiator(nameless, namer.name(), true, RANDOM), this);
  }

  /// Asks for a name and waits, at most {@value #DEADLINE_SECONDS} s.
  ///
  /// @throws NodeStartException if that node gives none
  static Node ask(
      Identity nameless,
      Seed namer,
      EventLoop loop,
      Locator locator,
      DescriptorBudget descriptors,
      Christening christening)
      throws NodeStartException {
    Naming naming = new Naming(nameless, namer, loop, descriptors, christening);
    locator.locate(namer.name(), namer.address()).thenAcceptAsync(naming::located, loop);
    loop.schedule(naming::late, DEADLINE_SECONDS, TimeUnit.SECONDS);
    try {
      return naming.outcome.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof NodeStartException refused) {
        throw refused;
      }
      throw e;
    }
  }

  /// The connection to the node that gave the name.
  Connection connection() {
    if (connection == null) {
      throw new IllegalStateException("no connection yet");
    }
    return connection;
  }

  private void located(Location location) {
    if (outcome.isDone()) {
      return; // too late: nobody waits for the name any more
    }
    switch (location) {
      case Location.At(InetSocketAddress found) -> connect(found);
      case Location.Nowhere(_, String why) -> fail(why);
    }
  }

  private void connect(InetSocketAddress found) {
    if (!descriptors.accept()) {
      fail("no file descriptor left");
      return;
    }
    ChannelFuture connecting =
        Dialer.open(
            loop,
            found,
            channel -> {
              connection = Sockets.number(channel, true, handshaking);
              return connection;
            });
    connecting.channel().closeFuture().addListener(_ -> descriptors.release());
    connecting.addListener(_ -> {
      if (connecting.isSuccess()) {
        connected = true;
        handshaking.begin(connection());
      } else {
        fail(found + ": " + connecting.cause().getMessage());
      }
    });
  }

  private void late() {
    if (!outcome.isDone()) {
      fail(connected ? handshaking.progress() : "no answer in time");
      if (connection != null) {
        connection.abort("its time is up");
      }
    }
  }

  @Override
  public void named(NodeName given, int itsCreation) {
    name = given;
    creation = itsCreation;
  }

  @Override
  public void established(Established established) {
    if (name == null) {
      throw new IllegalStateException("connected without a name");
    }
    try {
      outcome.complete(christening.christen(name, creation, this, established));
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e);
      throw e;
    }
  }

  @Override
  public void crossed() {
    throw new IllegalStateException("nobody can dial a node without a name");
  }

  @Override
  public void failed(HandshakeFailure failure) {
    fail(failure.detail());
  }

  private void fail(String why) {
    outcome.completeExceptionally(
        new NodeStartException(Kind.NO_NAME, namer.name() + " gives no name: " + why));
  }
}
