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

/// One start of a {@link Startable}, by whoever starts it. The new process says by an alias that it
/// is ready; that it is not is told by its end.
final class Launch {
  private static final Atom TIMEOUT = Atom.of("timeout");
  private static final Atom ALREADY_STARTED = Atom.of("already_started");

  /// What may come of it.
  sealed interface News {}

  /// The process is ready.
  record Ready(Ref ref) implements News {}

  /// It has ended.
  @Tag("DOWN")
  record Ended(Ref ref, Atom type, Pid pid, Term reason) implements News {}

  private final Startable what;
  private final Self starter;
  private final boolean linked;

  Launch(Startable what, Self starter, boolean linked) {
    this.what = what;
    this.starter = starter;
    this.linked = linked;
  }

  Pid run() throws StartException {
    Ref ready = starter.alias();
    Newborn newborn = new Newborn(what, linked ? starter.pid() : null, ready);
    Self.Spawned child = starter.spawnMonitor(newborn);
    try {
      Pattern<News> news =
          Pattern.of(News.class)
              .where(told ->
                  switch (told) {
                    case Ready(Ref ref) -> ref.equals(ready);
                    case Ended ended -> ended.ref().equals(child.ref());
                  });
      Optional<News> told = starter.receive(news, what.timeout());
      if (told.isEmpty()) {
        kill(child);
        throw new StartException(TIMEOUT);
      }
      if (told.get() instanceof Ended ended) {
        forget(child.pid());
        StartException refusal = newborn.refusal;
        throw refusal != null ? refusal : new StartException(ended.reason());
      }
      return child.pid();
    } finally {
      var _ = starter.unalias(ready);
      var _ = starter.demonitorFlush(child.ref());
    }
  }

  private void kill(Self.Spawned child) {
    forget(child.pid());
    starter.exit(child.pid(), ExitReason.KILL);
    var _ = starter.receive(Pattern.of(Down.class).where(down -> down.ref().equals(child.ref())));
  }

  /// Nothing of a process that did not come up is to reach the starter but the exception.
  private void forget(Pid child) {
    if (linked) {
      starter.unlink(child);
      var _ =
          starter.receive(
              Pattern.of(Exited.class).where(exit -> exit.from().equals(child)), Duration.ZERO);
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
        if (what.name() != null) {
          self.register(what.name());
        }
        return parent == null
            ? what.init().begin(self)
            : ScopedValue.where(Startable.PARENT, parent).call(() -> what.init().begin(self));
      } catch (NameTakenException taken) {
        refuse(self, new StartException(Tuple.of(ALREADY_STARTED, taken.owner())));
      } catch (IgnoredException ignored) {
        refuse(self, ignored);
      } catch (Throwable failed) {
        part(self);
        throw failed;
      }
      return null;
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
