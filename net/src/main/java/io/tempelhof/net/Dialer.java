package io.tempelhof.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.tempelhof.core.handshake.HandshakeFailure;
import io.tempelhof.core.handshake.HandshakeOutput.Established;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Node.Ping;
import io.tempelhof.net.fault.Faults;
import io.tempelhof.net.fault.LinkFault.Cut;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes connections to other nodes: finds the address, opens the socket, shakes hands. Nothing
/// here waits on an event loop.
@SuppressWarnings("FutureReturnValueIgnored") // what fails is told to the connection
final class Dialer {
  /// Told of every dial that came to nothing, from any thread.
  interface Failed {
    void failed(NodeName node, DialFailure failure);
  }

  /// How long a dial waits for the end of an attempt that the other end has under way.
  private static final long PATIENCE_NANOS = 1_000_000_000L;

  private static final long RETRY_MILLIS = 50;

  /// How many failures are remembered to be explained.
  private static final int FAILURES_MAX = 64;

  private final EventLoopGroup loops;
  private final Locator locator;
  private final Associations associations;
  private final DescriptorBudget descriptors;
  private final DialLine line;
  private final @Nullable Faults faults;
  private final Counters counters;
  private final Failed failed;
  private final Map<NodeName, Ping> failures = Collections.synchronizedMap(new Recent());
  private final Set<Dial> dials = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Dialer(
      EventLoopGroup loops,
      Locator locator,
      Associations associations,
      DescriptorBudget descriptors,
      DialLine line,
      @Nullable Faults faults,
      Counters counters,
      Failed failed) {
    this.loops = loops;
    this.locator = locator;
    this.associations = associations;
    this.descriptors = descriptors;
    this.line = line;
    this.faults = faults;
    this.counters = counters;
    this.failed = failed;
  }

  /// Opens a connection, at that address or at the one the EPMD of the node's host tells. The
  /// outcome is a connection of the association with that node or one call of {@link Failed}.
  ///
  /// @param timeoutNanos how long it may take from when it is begun
  /// @param awaited somebody waits for it: it does not stand in line
  void dial(NodeName node, @Nullable Address address, long timeoutNanos, boolean awaited) {
    Dial dial = new Dial(node, address, timeoutNanos);
    dials.add(dial);
    line.enter(dial.start, awaited);
    if (closed) {
      // Its place in line, which other nodes share, must not be lost.
      dial.giveUp("the node was closed");
    }
  }

  /// Opens a socket whose handler is made by {@code handler} before the first byte.
  static ChannelFuture open(
      EventLoop loop, InetSocketAddress at, Function<SocketChannel, ChannelHandler> handler) {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(handler.apply(channel));
              }
            })
        .connect(at);
  }

  /// Why a ping of that node failed: the dial's failure, if one is still remembered.
  Ping explain(NodeName node, String otherwise) {
    Ping failed = failures.get(node);
    return failed != null ? failed : new Ping(false, null, otherwise);
  }

  /// Gives up what is under way, without a word.
  void close() {
    closed = true;
    dials.forEach(dial -> dial.giveUp("the node was closed"));
  }

  /// The newest entries.
  private static final class Recent extends LinkedHashMap<NodeName, Ping> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<NodeName, Ping> eldest) {
      return size() > FAILURES_MAX;
    }
  }

  /// One dial, from the wish to the connection; everything happens on one loop.
  private final class Dial implements Handshaking.Side, Standings.Attempt {
    private final NodeName peer;
    private final @Nullable Address address;
    private final long timeoutNanos;
    private final EventLoop loop = loops.next();
    private final Runnable start = this::start;
    private final Runnable locate = this::locate;
    private @Nullable Future<?> timer;
    private @Nullable Handshaking shaking;
    private @Nullable Connection connection;
    private @Nullable Channel socket;
    private boolean begun;
    private long deadline;
    private long patientUntil;
    private boolean extended = true;
    private boolean over;

    Dial(NodeName peer, @Nullable Address address, long timeoutNanos) {
      this.peer = peer;
      this.address = address;
      this.timeoutNanos = timeoutNanos;
    }

    /// Its turn has come. The time that the loop is busy with others counts.
    private void start() {
      long now = Clock.now();
      deadline = now + timeoutNanos;
      patientUntil = now + PATIENCE_NANOS;
      loop.execute(this::begin);
    }

    private void begin() {
      begun = true;
      meet();
    }

    private void meet() {
      if (over) {
        return;
      }
      boolean patient = Clock.now() < patientUntil;
      switch (associations.standings().dial(peer, this, patient)) {
        case GO -> {
          counters.count(Counter.DIALS);
          timer = loop.schedule(this::late, deadline - Clock.now(), TimeUnit.NANOSECONDS);
          descriptors.dial(locate);
        }
        case THEIRS_UNDER_WAY -> loop.schedule(this::meet, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        case NOT_NEEDED -> end();
      }
    }

    /// A descriptor has been taken for this dial.
    private void locate() {
      locator.locate(peer, address).thenAcceptAsync(this::located, loop);
    }

    private void located(Location location) {
      if (over) {
        descriptors.release();
        return;
      }
      switch (location) {
        case Location.At(InetSocketAddress found) -> {
          switch (faults == null ? Cut.NONE : faults.dial(peer)) {
            case NONE -> connect(found);
            case REFUSED -> comesToNothing(DialFailure.REFUSED, found + ": refused by a fault");
            case SILENT -> descriptors.release(); // the deadline ends it
          }
        }
        case Location.Nowhere(DialFailure failure, String why) -> comesToNothing(failure, why);
      }
    }

    private void comesToNothing(DialFailure failure, String why) {
      descriptors.release();
      fail(failure, why);
    }

    private void connect(InetSocketAddress found) {
      Handshaking first = new Handshaking(associations.initiator(peer, extended), this);
      ChannelFuture connecting =
          open(
              loop,
              found,
              channel -> {
                connection = associations.connection(channel, true, first);
                if (faults != null) {
                  faults.dialled(channel.pipeline(), peer);
                }
                return connection;
              });
      Channel opening = connecting.channel();
      socket = opening;
      connecting.addListener(_ -> {
        if (connecting.isSuccess()) {
          opening.closeFuture().addListener(_ -> descriptors.release());
          connected(first);
        } else {
          descriptors.release();
          refused(found, connecting.cause());
        }
      });
    }

    private void connected(Handshaking first) {
      if (over) {
        current().abort("its time is up");
      } else {
        shaking = first;
        first.begin(current());
      }
    }

    private void refused(InetSocketAddress at, Throwable cause) {
      boolean exhausted = String.valueOf(cause.getMessage()).contains("Too many open files");
      fail(
          exhausted ? DialFailure.NO_RESOURCES : failure(cause),
          exhausted ? "no file descriptor left" : at + ": " + cause.getMessage());
    }

    /// A process that is killed has its connections reset, also those that its kernel had accepted
    /// and it had not.
    private static DialFailure failure(Throwable cause) {
      boolean reset = String.valueOf(cause.getMessage()).contains("Connection reset");
      return switch (cause) {
        case ConnectException _ -> DialFailure.REFUSED;
        case SocketException _ when reset -> DialFailure.CLOSED;
        default -> DialFailure.TIMEOUT;
      };
    }

    private void late() {
      if (descriptors.cancel(locate)) {
        fail(DialFailure.NO_RESOURCES, "no file descriptor became free in time");
      } else {
        fail(DialFailure.TIMEOUT, shaking == null ? "no answer in time" : shaking.progress());
      }
    }

    @Override
    public void yielded() {
      // Their attempt is on its way: it ends this one by `crossed`, or the deadline does.
    }

    @Override
    public void crossed() {
      counters.count(Counter.CROSSED);
      giveUp("another connection was made");
    }

    void giveUp(String why) {
      loop.execute(() -> {
        end();
        hangUp(why);
      });
    }

    @Override
    public void established(Established established) {
      end();
      failures.remove(peer);
      associations.established(current(), this, established);
    }

    @Override
    public void failed(HandshakeFailure failure) {
      if (!over && failure.retryWithoutExtension() && extended) {
        extended = false;
        descriptors.dial(locate);
        return;
      }
      fail(
          switch (failure.reason()) {
            case TIMED_OUT -> DialFailure.TIMEOUT;
            case WRONG_COOKIE -> DialFailure.WRONG_COOKIE;
            case WRONG_NAME -> DialFailure.OTHER_NODE;
            case NOT_ALLOWED -> DialFailure.NAME_TAKEN;
            case CLOSED -> DialFailure.CLOSED;
            case MALFORMED, MISSING_FLAGS, CROSSED, STOOD_BACK -> DialFailure.HANDSHAKE;
          },
          failure.detail());
    }

    private void fail(DialFailure failure, String why) {
      if (over) {
        return;
      }
      end();
      hangUp(why);
      associations.standings().withdrawn(peer, this);
      counters.dialFailed(failure.name());
      failures.put(peer, new Ping(false, failure, why));
      failed.failed(peer, failure);
    }

    private void end() {
      if (over) {
        return;
      }
      over = true;
      descriptors.cancel(locate);
      dials.remove(this);
      if (timer != null) {
        timer.cancel(false);
      }
      if (begun || !line.leave(start)) {
        line.done();
      }
    }

    private void hangUp(String why) {
      if (connection != null) {
        connection.abort(why);
      }
      if (socket != null) {
        socket.close();
      }
    }

    private Connection current() {
      if (connection == null) {
        throw new IllegalStateException("no connection yet");
      }
      return connection;
    }
  }
}
