package io.tempelhof.runtime.behaviour;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.Tag;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Exited;
import io.tempelhof.runtime.NameTakenException;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One start of a {@link Startable} under way. The new process says by an alias that it is ready;
/// that it is not is told by its end.
///
/// {@link Startable#startLink} waits for it. Whoever must not wait {@link #begin}s it, and looks at
/// the messages that come: a {@link Ready}, or a {@link Down} of {@link #end}.
public final class Launch {
  private static final Atom TIMEOUT = Atom.of("timeout");
  private static final Atom ALREADY_STARTED = Atom.of("already_started");

  /// What may come of it.
  sealed interface News {}

  /// The process is ready.
  ///
  /// @param ref see {@link Launch#ready}
  public record Ready(Ref ref) implements News {}

  /// It has ended.
  @Tag("DOWN")
  record Ended(Ref ref, Atom type, Pid pid, Term reason) implements News {}

  private final Self starter;
  private final Ref ready;
  private final Newborn newborn;
  private final Self.Spawned child;

  private Launch(Startable what, Self starter, boolean linked) {
    this.starter = starter;
    this.ready = starter.alias();
    this.newborn = new Newborn(what, linked ? starter.pid() : null, ready);
    boolean spawned = false;
    try {
      this.child = starter.spawnMonitor(newborn);
      spawned = true;
    } finally {
      if (!spawned) {
        starter.unalias(ready);
      }
    }
  }

  /// Starts it linked to the process that calls, and monitored by it, without waiting. {@link
  /// Startable#timeout} is up to the caller.
  ///
  /// @throws io.tempelhof.runtime.SystemLimitException if there are too many processes
  public static Launch begin(Startable what, Self parent) {
    return new Launch(what, parent, true);
  }

  /// The new process.
  public Pid pid() {
    return child.pid();
  }

  /// Marks the message {@link Ready}, one at most, and before the process's end.
  public Ref ready() {
    return ready;
  }

  /// Marks the message {@link Down} that tells of the process's end, be it ready or not.
  public Ref end() {
    return child.ref();
  }

  /// The process is ready: nothing but the monitor is left of its start.
  public void settled() {
    var _ = starter.unalias(ready);
  }

  /// The process has ended, and was not ready: nothing is left of its start.
  ///
  /// @param reason its exit reason
  /// @return why it did not come up; an {@link IgnoredException} if it was not needed
  public StartException refused(Term reason) {
    var _ = starter.unalias(ready);
    StartException refusal = newborn.refusal;
    return refusal != null ? refusal : new StartException(reason);
  }

  /// Starts it and waits until it is ready.
  static Pid await(Startable what, Self starter, boolean linked) throws StartException {
    Launch launch = new Launch(what, starter, linked);
    try {
      Pattern<News> news =
          Pattern.of(News.class)
              .where(told ->
                  switch (told) {
                    case Ready(Ref ref) -> ref.equals(launch.ready);
                    case Ended ended -> ended.ref().equals(launch.end());
                  });
      Optional<News> told = starter.receive(news, what.timeout());
      if (told.isEmpty()) {
        launch.kill(linked);
        throw new StartException(TIMEOUT);
      }
      if (told.get() instanceof Ended ended) {
        launch.forget(linked);
        throw launch.refused(ended.reason());
      }
      return launch.pid();
    } finally {
      launch.settled();
      var _ = starter.demonitorFlush(launch.end());
    }
  }

  private void kill(boolean linked) {
    forget(linked);
    starter.exit(child.pid(), ExitReason.KILL);
    var _ = starter.receive(Pattern.of(Down.class).where(down -> down.ref().equals(child.ref())));
    settled();
    // It may have become ready in the last moment.
    var _ =
        starter.receive(
            Pattern.of(Ready.class).where(news -> news.ref().equals(ready)), Duration.ZERO);
  }

  /// Nothing of a process that did not come up is to reach the starter but the exception.
  private void forget(boolean linked) {
    if (linked) {
      starter.unlink(child.pid());
      var _ =
          starter.receive(
              Pattern.of(Exited.class).where(exit -> exit.from().equals(child.pid())),
              Duration.ZERO);
    }
  }

  /// The new process, which must hold nothing of its starter once it is ready.
  private static final class Newborn implements Body {
    private final Startable what;
    private final @Nullable Pid parent;
    private final Ref ready;

    /// Why it was not started, if that is not its exit reason. Written before its end is seen.
    private volatile @Nullable StartException refusal;

    /// @param parent to be linked with; null for nobody
    Newborn(Startable what, @Nullable Pid parent, Ref ready) {
      this.what = what;
      this.parent = parent;
      this.ready = ready;
    }

    @Override
    public void run(Self self) throws Exception {
      if (parent != null) {
        self.link(parent);
      }
      Body body = begin(self);
      if (body != null) {
        self.send(ready, new Ready(ready));
        body.run(self);
      }
    }

    private @Nullable Body begin(Self self) throws Exception {
      try {
        Pid twin = what.name() == null ? null : takeName(self, what.name());
        if (twin == null) {
          return parent == null
              ? what.init().begin(self)
              : ScopedValue.where(Startable.PARENT, parent).call(() -> what.init().begin(self));
        }
        refuse(self, new StartException(Tuple.of(ALREADY_STARTED, twin)));
      } catch (IgnoredException ignored) {
        refuse(self, ignored);
      } catch (Throwable failed) {
        part(self);
        throw failed;
      }
      return null;
    }

    /// @return who has the name already; null if it was free
    private static @Nullable Pid takeName(Self self, String name) {
      try {
        self.register(name);
        return null;
      } catch (NameTakenException taken) {
        return taken.owner();
      }
    }

    private void refuse(Self self, StartException why) {
      refusal = why;
      part(self);
    }

    private void part(Self self) {
      if (parent != null) {
        self.unlink(parent);
      }
    }
  }
}
