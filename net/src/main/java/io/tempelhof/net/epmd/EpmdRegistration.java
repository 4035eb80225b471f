package io.tempelhof.net.epmd;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.tempelhof.net.epmd.EpmdException.Kind;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one node registered with the EPMD at one address: registers with the one that listens,
/// starts one where none does, and tries again whenever either is lost. Belongs to one event loop.
@SuppressWarnings("FutureReturnValueIgnored")
final class EpmdRegistration {
  /// How long an EPMD may take to answer, in milliseconds.
  static final int ANSWER_MILLIS_MAX = 5_000;

  /// The longest pause between two tries, in milliseconds (OTP: 2 s). Losers of the race for the
  /// port try again sooner.
  static final int RETRY_MILLIS = 2_000;

  private static final int SOON_MILLIS_MAX = 200;

  /// How often a refusal is heard before it is believed: a node that has just been killed stays
  /// registered for an instant, and an EPMD that is just ending answers nothing.
  private static final int REFUSALS_MAX = 3;

  private static final Logger log = LoggerFactory.getLogger(EpmdRegistration.class);

  /// Where EPMD is asked, and where one started here listens.
  record Place(InetAddress ask, InetAddress listen, int port) {}

  /// Who hears of it.
  interface Listener {
    /// The node is registered here now, with this creation; not the first time perhaps.
    void registered(int creation);

    /// The registration is lost, and being renewed.
    void lost();

    /// The node is not registered, for this reason, and has not been for a few tries.
    void refused(EpmdException reason);

    /// Whether a name that is taken here may be this very node's, registered by another way.
    boolean mayBeKnownAlready();
  }

  private final EventLoop loop;
  private final EpmdClient client;
  private final Place place;
  private final EpmdEntry entry;
  private final RandomGenerator random;
  private final Listener listener;
  private @Nullable Channel connection;
  private @Nullable EpmdServer server;
  private boolean trying;
  private boolean closed;
  private int refusals;

  EpmdRegistration(
      EventLoop loop,
      EpmdClient client,
      Place place,
      EpmdEntry entry,
      RandomGenerator random,
      Listener listener) {
    this.loop = loop;
    this.client = client;
    this.place = place;
    this.entry = entry;
    this.random = random;
    this.listener = listener;
  }

  boolean isRegistered() {
    return connection != null;
  }

  /// Registers the node unless it is registered or that is under way.
  void tryNow() {
    if (!trying && connection == null) {
      trying = true;
      register();
    }
  }

  /// Gives the registration up and stops the EPMD if it was started here.
  CompletableFuture<Void> close() {
    closed = true;
    if (connection != null) {
      connection.close();
    }
    return server == null ? CompletableFuture.completedFuture(null) : server.close();
  }

  private void register() {
    if (closed) {
      return;
    }
    client
        .register(loop, place.ask, entry, Duration.ofMillis(ANSWER_MILLIS_MAX))
        .whenComplete((registration, failure) -> {
          if (registration != null) {
            registered(registration);
          } else {
            notRegistered(reason(failure));
          }
        });
  }

  private void registered(EpmdClient.Registration registration) {
    if (closed) {
      registration.connection().close();
      return;
    }
    connection = registration.connection();
    trying = false;
    refusals = 0;
    connection.closeFuture().addListener(_ -> lost());
    listener.registered(registration.creation());
  }

  private void lost() {
    connection = null;
    if (!closed) {
      listener.lost();
      tryNow();
    }
  }

  private void notRegistered(EpmdException reason) {
    switch (reason.kind()) {
      case REFUSED -> serve();
      case NO_ANSWER -> refused(reason);
      case NAME_TAKEN -> {
        if (listener.mayBeKnownAlready()) {
          askWhoseNameItIs(reason);
        } else {
          refused(reason);
        }
      }
    }
  }

  private void refused(EpmdException reason) {
    if (closed) {
      return;
    }
    refusals++;
    if (refusals < REFUSALS_MAX) {
      retry(SOON_MILLIS_MAX);
      return;
    }
    if (refusals == REFUSALS_MAX) {
      listener.refused(reason);
    }
    retry(RETRY_MILLIS);
  }

  /// One EPMD may listen at several addresses: then the node is known here by its other
  /// registration, and {@link #tryNow} is called when that one goes.
  private void askWhoseNameItIs(EpmdException reason) {
    client
        .lookup(place.ask, entry.name(), Duration.ofMillis(ANSWER_MILLIS_MAX))
        .whenComplete((found, failure) -> {
          if (found != null && found.filter(entry::equals).isPresent()) {
            trying = false;
            refusals = 0;
          } else {
            refused(reason);
          }
        });
  }

  /// Nothing listens: whoever binds the port first is the EPMD here.
  private void serve() {
    if (closed) {
      return;
    }
    EpmdServer.start(loop, place.listen, place.port, random)
        .whenComplete((own, failure) -> {
          if (own == null) {
            refused(notStarted(failure));
          } else if (closed) {
            own.close();
          } else {
            server = own;
            log.info(
                "{} runs the EPMD at {}:{}",
                entry.name(),
                place.listen.getHostAddress(),
                place.port);
            register();
          }
        });
  }

  private EpmdException notStarted(Throwable failure) {
    return new EpmdException(
        Kind.NO_ANSWER,
        "no EPMD listens at %s:%d and none could be started: %s"
            .formatted(place.listen.getHostAddress(), place.port, failure.getMessage()));
  }

  private void retry(int millisMax) {
    int millis = millisMax / 2 + random.nextInt(millisMax / 2);
    loop.schedule(this::register, millis, TimeUnit.MILLISECONDS);
  }

  private static EpmdException reason(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof EpmdException reason) {
      return reason;
    }
    throw new IllegalStateException(failure);
  }
}
