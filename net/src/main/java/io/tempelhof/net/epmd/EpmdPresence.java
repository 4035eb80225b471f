package io.tempelhof.net.epmd;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.tempelhof.net.epmd.EpmdClient.Registration;
import io.tempelhof.net.epmd.EpmdException.Kind;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one node known to the EPMD of its host, whoever runs that: registers with the one that
/// listens, starts one where none does, and does the same again whenever the registration is lost.
/// The race of several nodes for the port has one winner; the others register with it.
///
/// All of it happens on one event loop.
@SuppressWarnings("FutureReturnValueIgnored")
public final class EpmdPresence {
  /// How long the first registration may take, in milliseconds.
  static final int START_MILLIS_MAX = 10_000;

  /// How long an EPMD may take to answer a registration, in milliseconds.
  static final int ANSWER_MILLIS_MAX = 5_000;

  /// The longest pause between two tries, in milliseconds (OTP: 2 s). Losers of the race for the
  /// port try again sooner.
  static final int RETRY_MILLIS = 2_000;

  private static final int SOON_MILLIS_MAX = 200;

  /// How often a refusal is heard before it is believed: a node that has just been killed stays
  /// registered for an instant, and an EPMD that is just ending answers nothing.
  private static final int REFUSALS_MAX = 3;

  private static final Logger log = LoggerFactory.getLogger(EpmdPresence.class);

  private final EventLoop loop;
  private final EpmdClient client;
  private final InetAddress registrar;
  private final List<InetAddress> addresses;
  private final int port;
  private final EpmdEntry entry;
  private final RandomGenerator random;
  private final CompletableFuture<Integer> started = new CompletableFuture<>();
  private @Nullable Registration registration;
  private @Nullable EpmdServer server;
  private int refusals;
  private boolean closed;
  private String trouble = "no answer";

  /// @param port where EPMD listens on this host
  /// @param bind the address the node binds; an EPMD started here listens there and on loopback
  /// @param random for creations given out by an EPMD started here, and for spreading retries
  public EpmdPresence(
      EventLoopGroup group, int port, InetAddress bind, EpmdEntry entry, RandomGenerator random) {
    loop = group.next();
    client = new EpmdClient(group, port);
    this.port = port;
    registrar = bind.isLoopbackAddress() ? bind : InetAddress.getLoopbackAddress();
    addresses =
        bind.isAnyLocalAddress() || bind.equals(registrar)
            ? List.of(bind)
            : List.of(registrar, bind);
    this.entry = entry;
    this.random = random;
  }

  /// Registers the node for the first time.
  ///
  /// @return the creation EPMD gave to this incarnation of the node; fails with {@link
  ///   EpmdException} if the name is taken or if within 10 s no EPMD was found or could be started
  public CompletableFuture<Integer> start() {
    loop.execute(this::register);
    var timer =
        loop.schedule(
            () ->
                fail(
                    new EpmdException(
                        Kind.NO_ANSWER, "no EPMD could be reached or started: " + trouble)),
            START_MILLIS_MAX,
            TimeUnit.MILLISECONDS);
    started.whenComplete((creation, failure) -> timer.cancel(false));
    return started;
  }

  /// Unregisters the node and stops the EPMD if it was started here; completes when that is done.
  public CompletableFuture<Void> close() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(() -> {
      closed = true;
      if (registration != null) {
        registration.connection().close();
      }
      CompletableFuture<Void> stopped =
          server == null ? CompletableFuture.completedFuture(null) : server.close();
      stopped.thenRun(() -> done.complete(null));
    });
    return done;
  }

  private void register() {
    if (closed) {
      return;
    }
    client
        .register(loop, registrar, entry, Duration.ofMillis(ANSWER_MILLIS_MAX))
        .whenComplete((registered, failure) -> {
          if (registered != null) {
            registered(registered);
          } else {
            notRegistered(reason(failure));
          }
        });
  }

  private void registered(Registration registered) {
    if (closed) {
      registered.connection().close();
      return;
    }
    registration = registered;
    refusals = 0;
    // OTP: only the first creation counts, the node is the same incarnation still.
    if (!started.complete(registered.creation())) {
      log.debug("{} is registered with EPMD again", entry.name());
    }
    registered
        .connection()
        .closeFuture()
        .addListener(gone -> {
          registration = null;
          if (!closed) {
            log.debug("EPMD is gone, {} registers again", entry.name());
            register();
          }
        });
  }

  private void notRegistered(Throwable reason) {
    if (!(reason instanceof EpmdException failure)) {
      throw new IllegalStateException(reason);
    }
    trouble = String.valueOf(failure.getMessage());
    if (failure.kind() == Kind.REFUSED) {
      serve();
    } else if (++refusals < REFUSALS_MAX) {
      retry(SOON_MILLIS_MAX);
    } else if (started.isDone()) {
      if (refusals == REFUSALS_MAX) {
        log.warn("{} is not registered with EPMD for now: {}", entry.name(), trouble);
      }
      retry(RETRY_MILLIS);
    } else {
      fail(failure);
    }
  }

  /// Nothing listens: whoever binds the port first is the host's EPMD.
  private void serve() {
    if (closed) {
      return;
    }
    EpmdServer.start(loop, addresses, port, random)
        .whenComplete((own, failure) -> {
          if (own == null) {
            retry(SOON_MILLIS_MAX);
          } else if (closed) {
            own.close();
          } else {
            server = own;
            log.info("{} runs the EPMD of this host, port {}", entry.name(), port);
            register();
          }
        });
  }

  private void retry(int millisMax) {
    int millis = millisMax / 2 + random.nextInt(millisMax / 2);
    loop.schedule(this::register, millis, TimeUnit.MILLISECONDS);
  }

  private void fail(EpmdException failure) {
    if (started.completeExceptionally(failure)) {
      close();
    }
  }

  private static Throwable reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
