package io.tempelhof.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.tempelhof.core.handshake.Extension;
import io.tempelhof.core.handshake.HandshakeFailure;
import io.tempelhof.core.handshake.HandshakeFailure.Reason;
import io.tempelhof.core.handshake.HandshakeOutput.Established;
import io.tempelhof.core.handshake.Verdict;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.NodeStartException.Kind;
import io.tempelhof.net.fault.Faults;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node's door: accepts sockets within the limits of {@link Admission} and the {@link
/// DescriptorBudget}, and leads them through the handshake.
final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final int BACKLOG = 1024;

  private final RefusalLog refusals = new RefusalLog();
  private final DescriptorBudget descriptors;
  private final @Nullable Faults faults;
  private final Counters counters;
  private final Channel door;
  private final Admission admission = new Admission();
  private @Nullable Associations associations;

  /// Takes the address. Whoever connects waits until {@link #accept}.
  Listener(
      EventLoopGroup loops,
      InetSocketAddress address,
      DescriptorBudget descriptors,
      @Nullable Faults faults,
      Counters counters)
      throws NodeStartException {
    this.descriptors = descriptors;
    this.faults = faults;
    this.counters = counters;
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.AUTO_READ, false)
            .handler(new Guard())
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    new Arrival(channel).begin();
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    Throwable problem = bound.cause();
    if (problem != null) {
      throw refused(address, problem);
    }
    door = bound.channel();
    door.pipeline().addLast(new Complaints());
  }

  /// Opens the door.
  void accept(Associations led) {
    associations = led;
    door.config().setAutoRead(true);
  }

  private Associations associations() {
    if (associations == null) {
      throw new IllegalStateException("accepted before the door was opened");
    }
    return associations;
  }

  private static NodeStartException refused(InetSocketAddress address, Throwable problem) {
    String where = address.getHostString() + ":" + address.getPort();
    String said = String.valueOf(problem.getMessage());
    if (said.contains("Too many open files")) {
      return new NodeStartException(
          Kind.NO_DESCRIPTORS, "cannot listen on " + where + ": no file descriptor left");
    }
    if (said.contains("assign requested address")) {
      return new NodeStartException(
          Kind.BAD_HOST, "cannot listen on " + where + ": not an address of this machine");
    }
    return new NodeStartException(Kind.PORT_TAKEN, "cannot listen on " + where + ": " + said);
  }

  /// The port it listens on.
  int port() {
    return ((InetSocketAddress) door.localAddress()).getPort();
  }

  /// Accepts nothing any more.
  @Override
  public void close() {
    door.close().awaitUninterruptibly();
  }

  private void refuse(String remote, String why) {
    counters.count(Counter.REFUSED);
    refusals.refused(associations().name(), remote, why, Clock.now());
  }

  /// Sees each accepted socket before anything is spent on it.
  private final class Guard extends ChannelInboundHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      // One socket at a time, so that a full house is noticed before the next is accepted.
      MaxMessagesRecvByteBufAllocator accepts =
          context.channel().config().getRecvByteBufAllocator();
      accepts.maxMessagesPerRead(1);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      SocketChannel accepted = (SocketChannel) message;
      InetAddress from = accepted.remoteAddress().getAddress();
      if (!descriptors.accept()) {
        refuse(from.getHostAddress(), "no file descriptor left for it");
        accepted.unsafe().closeForcibly();
        return;
      }
      if (!admission.enter(from)) {
        refuse(from.getHostAddress(), "too many handshakes from that address");
        accepted.unsafe().closeForcibly(); // which its close future does not hear of
        descriptors.release();
        return;
      }
      accepted.closeFuture().addListener(_ -> descriptors.release());
      if (admission.isFull()) {
        context.channel().config().setAutoRead(false);
      }
      super.channelRead(context, message);
    }
  }

  /// Hears of sockets that could not be accepted, after which Netty pauses for a second.
  private final class Complaints extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      refuse("somebody", "cannot accept: " + cause.getMessage());
    }
  }

  /// One accepted socket until its handshake is over.
  private final class Arrival implements Handshaking.Side, Standings.Attempt {
    private final SocketChannel channel;
    private final InetAddress from;
    private final Connection connection;
    private final Handshaking handshaking;
    private final @Nullable Consumer<NodeName> fault;
    private @Nullable NodeName claimed;
    private boolean crossing;
    private boolean over;

    Arrival(SocketChannel channel) {
      this.channel = channel;
      from = channel.remoteAddress().getAddress();
      handshaking = new Handshaking(associations().acceptor(), this);
      connection = associations().connection(channel, false, handshaking);
      fault = faults == null ? null : faults.accepted(channel.pipeline());
      channel.pipeline().addLast(connection);
    }

    void begin() {
      channel.closeFuture().addListener(_ -> leave());
      handshaking.begin(connection);
    }

    @Override
    public Verdict judge(NodeName peer, int creation, @Nullable Extension extension) {
      claimed = peer;
      if (fault != null) {
        fault.accept(peer);
      }
      Verdict verdict = associations().standings().judge(peer, creation, this, Clock.now());
      crossing = verdict == Verdict.OK_SIMULTANEOUS || verdict == Verdict.ALIVE;
      return verdict;
    }

    @Override
    public void supersede(NodeName peer, Runnable gone) {
      associations().supersede(connection, peer, gone);
    }

    @Override
    public void crossed() {
      HandshakeFailure failure =
          new HandshakeFailure(Reason.CROSSED, "another connection was made", false);
      connection.loop().execute(() -> handshaking.giveUp(failure));
    }

    @Override
    public void established(Established established) {
      leave();
      associations().established(connection, this, established);
    }

    @Override
    public void failed(HandshakeFailure failure) {
      leave();
      if (claimed != null) {
        associations().standings().withdrawn(claimed, this);
      }
      String remote = connection.remote() + (claimed == null ? "" : " as " + claimed);
      switch (failure.reason()) {
        case CROSSED, STOOD_BACK -> benign(remote, failure);
        case CLOSED -> {
          if (crossing || (claimed != null && associations().standings().isMet(claimed))) {
            benign(remote, failure);
          } else {
            counters.count(Counter.REFUSED);
            refusals.gaveUp(associations().name(), remote, failure.detail(), Clock.now());
          }
        }
        case TIMED_OUT, MALFORMED, MISSING_FLAGS, WRONG_NAME, NOT_ALLOWED, WRONG_COOKIE ->
            refuse(remote, failure.detail());
      }
    }

    /// Of two attempts at once one comes to nothing: that is no failure.
    private void benign(String remote, HandshakeFailure failure) {
      counters.count(Counter.CROSSED);
      LOG.debug("{}: crossed by {}: {}", associations().name(), remote, failure.detail());
    }

    private void leave() {
      if (!over) {
        over = true;
        admission.leave(from);
        channel.parent().config().setAutoRead(true);
      }
    }
  }
}
