package io.tempelhof.net.epmd;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.tempelhof.net.epmd.EpmdException.Kind;
import io.tempelhof.net.epmd.EpmdRegistration.Place;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one node known to its host's EPMD, whoever runs that, where genuine nodes register
/// (loopback) and where others look it up (the address the node binds). A genuine EPMD listens at
/// every address. One that a node started listens only where that node is, so a node with another
/// address starts one there.
///
/// All of it happens on one event loop.
@SuppressWarnings("FutureReturnValueIgnored")
public final class EpmdPresence {
  /// How long the first registration may take, in milliseconds.
  static final int START_MILLIS_MAX = 10_000;

  private static final Logger log = LoggerFactory.getLogger(EpmdPresence.class);

  private final EventLoop loop;
  private final EpmdEntry entry;
  private final EpmdRegistration atLoopback;
  private final @Nullable EpmdRegistration atOwnAddress;
  private final CompletableFuture<Integer> started = new CompletableFuture<>();

  /// @param port where EPMD listens on this host
  /// @param bind the address the node binds
  /// @param random for creations given out by an EPMD started here, and for spreading retries
  public EpmdPresence(
      EventLoopGroup group, int port, InetAddress bind, EpmdEntry entry, RandomGenerator random) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    EpmdClient client = new EpmdClient(group, port);
    Place first = new Place(loopback, bind.isAnyLocalAddress() ? bind : loopback, port);
    Place second = new Place(bind, bind, port);
    boolean needsSecond = !bind.isAnyLocalAddress() && !bind.equals(loopback);
    this.entry = entry;
    loop = group.next();
    atLoopback = new EpmdRegistration(loop, client, first, entry, random, new Watch(true));
    atOwnAddress =
        needsSecond
            ? new EpmdRegistration(loop, client, second, entry, random, new Watch(false))
            : null;
  }

  /// Registers the node for the first time.
  ///
  /// @return the creation EPMD gave to this incarnation of the node; fails with {@link
  ///   EpmdException} if the name is taken or if within 10 s no EPMD was found or could be started
  public CompletableFuture<Integer> start() {
    loop.execute(atLoopback::tryNow);
    var timer =
        loop.schedule(
            () -> fail(new EpmdException(Kind.NO_ANSWER, "no EPMD could be reached or started")),
            START_MILLIS_MAX,
            TimeUnit.MILLISECONDS);
    started.whenComplete((creation, failure) -> timer.cancel(false));
    return started;
  }

  /// Unregisters the node and stops the EPMD if it was started here; completes when that is done.
  public CompletableFuture<Void> close() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    loop.execute(() -> {
      CompletableFuture<Void> own =
          atOwnAddress == null ? CompletableFuture.completedFuture(null) : atOwnAddress.close();
      CompletableFuture.allOf(atLoopback.close(), own).thenRun(() -> closed.complete(null));
    });
    return closed;
  }

  /// Hears of one of the two registrations.
  private final class Watch implements EpmdRegistration.Listener {
    private final boolean isFirst;

    Watch(boolean isFirst) {
      this.isFirst = isFirst;
    }

    private @Nullable EpmdRegistration other() {
      return isFirst ? atOwnAddress : atLoopback;
    }

    @Override
    public void registered(int creation) {
      // OTP: only the first creation counts, the node is the same incarnation still.
      if (started.complete(creation)) {
        log.debug("{} is registered with EPMD", entry.name());
      }
      tryOther();
    }

    @Override
    public void lost() {
      log.debug("EPMD is gone, {} registers again", entry.name());
      tryOther();
    }

    @Override
    public void refused(EpmdException reason) {
      if (started.isDone()) {
        log.warn("{} is not registered with EPMD for now: {}", entry.name(), reason.getMessage());
      } else {
        fail(reason);
      }
    }

    @Override
    public boolean mayBeKnownAlready() {
      EpmdRegistration other = other();
      return other != null && other.isRegistered();
    }

    private void tryOther() {
      EpmdRegistration other = other();
      if (other != null) {
        other.tryNow();
      }
    }
  }

  private void fail(EpmdException reason) {
    if (started.completeExceptionally(reason)) {
      close();
    }
  }
}
