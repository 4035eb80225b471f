package io.tempelhof.runtime.supervise;

import io.tempelhof.core.supervise.SupervisionInput;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.SystemLimitException;
import io.tempelhof.runtime.behaviour.IgnoredException;
import io.tempelhof.runtime.behaviour.Launch;
import io.tempelhof.runtime.behaviour.StartException;
import io.tempelhof.runtime.behaviour.Startable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The processes of a supervisor's children. Each is linked, so that it ends with the supervisor,
/// and monitored, which tells of its real end even if it has removed the link.
final class Nursery {
  private record Kid(long key, Launch launch) {}

  private final Self self;
  private final Map<Long, Launch> living = new HashMap<>();
  private final Map<Ref, Kid> unready = new HashMap<>();
  private final Map<Ref, Kid> byEnd = new HashMap<>();

  Nursery(Self self) {
    this.self = self;
  }

  /// Starts a process for this child.
  ///
  /// @return null if it is being started; otherwise what has come of it at once
  @Nullable SupervisionInput start(long key, Startable startable) {
    Launch launch;
    try {
      launch = Launch.begin(startable, self);
    } catch (SystemLimitException tooMany) {
      return new SupervisionInput.Ended(
          key, Tuple.of(Atom.of("system_limit"), Binary.of(String.valueOf(tooMany.getMessage()))));
    }
    Kid kid = new Kid(key, launch);
    living.put(key, launch);
    unready.put(launch.ready(), kid);
    byEnd.put(launch.end(), kid);
    return null;
  }

  /// Asks the process of this child to exit, if it has not ended.
  void exit(long key, Term reason) {
    Launch launch = living.get(key);
    if (launch != null) {
      self.exit(launch.pid(), reason);
    }
  }

  /// What a message says of a child; null if it is about none.
  @Nullable SupervisionInput told(Launch.Ready message) {
    Kid kid = unready.remove(message.ref());
    if (kid == null) {
      return null;
    }
    kid.launch.settled();
    Pid pid = kid.launch.pid();
    return new SupervisionInput.Started(kid.key, pid);
  }

  /// What a message says of a child; null if it is about none.
  @Nullable SupervisionInput told(Down message) {
    Kid kid = byEnd.remove(message.ref());
    if (kid == null) {
      return null;
    }
    living.remove(kid.key);
    if (unready.remove(kid.launch.ready()) == null) {
      return new SupervisionInput.Ended(kid.key, message.reason());
    }
    StartException why = kid.launch.refused(message.reason());
    return why instanceof IgnoredException
        ? new SupervisionInput.Ignored(kid.key)
        : new SupervisionInput.Ended(kid.key, why.reason());
  }
}
