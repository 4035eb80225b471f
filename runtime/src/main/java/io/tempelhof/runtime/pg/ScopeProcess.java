package io.tempelhof.runtime.pg;

import io.tempelhof.core.pg.PgCodec;
import io.tempelhof.core.pg.PgMessage;
import io.tempelhof.core.pg.Scope;
import io.tempelhof.core.pg.ScopeInput;
import io.tempelhof.core.pg.ScopeOutput;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.MailboxLimit;
import io.tempelhof.runtime.NodeConnected;
import io.tempelhof.runtime.NodeDisconnected;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.pg.GroupEvent.Change;
import io.tempelhof.runtime.pg.ProcessGroups.MonitoredGroup;
import io.tempelhof.runtime.pg.ProcessGroups.MonitoredScope;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The process of a scope: hears what other scopes, the runtime and {@link ProcessGroups} say, lets
/// a {@link Scope} decide, and publishes the groups for everyone to read.
final class ScopeProcess implements Body {
  /// A group as anyone may read it.
  record Group(List<Pid> members, List<Pid> local) {
    static final Group EMPTY = new Group(List.of(), List.of());
  }

  /// Who hears of changes; of all groups where {@code group} is null.
  private record Watcher(Pid pid, @Nullable Term group) {}

  /// So often, in milliseconds, who waits for an answer looks whether the process lives.
  private static final long LOOK_MILLIS = 100;

  private static final Atom REQUESTED = Atom.of("requested");
  private static final TermMapping<Down> DOWN = TermMapping.of(Down.class);
  private static final TermMapping<NodeConnected> CONNECTED = TermMapping.of(NodeConnected.class);
  private static final TermMapping<NodeDisconnected> DISCONNECTED =
      TermMapping.of(NodeDisconnected.class);

  private final Processes processes;
  private final String name;
  private final Map<Term, Group> groups = new ConcurrentHashMap<>();
  private final Queue<Request<?>> requests = new ConcurrentLinkedQueue<>();
  private final LongAdder ignored = new LongAdder();
  private volatile @Nullable Pid pid;
  private volatile boolean closing;
  private volatile boolean ended;

  ScopeProcess(Processes processes, String name) {
    this.processes = processes;
    this.name = name;
  }

  void start() {
    pid = processes.spawn(name, this);
  }

  // For everyone.

  Group group(Term group) {
    return groups.getOrDefault(group, Group.EMPTY);
  }

  Set<Term> groups() {
    return Set.copyOf(groups.keySet());
  }

  long ignored() {
    return ignored.sum();
  }

  void close() {
    closing = true;
    processes.send(name, REQUESTED);
  }

  /// Something to be done by the process.
  private record Request<T>(Function<Life, T> act, CompletableFuture<T> answer) {
    void answer(Life self) {
      try {
        answer.complete(act.apply(self));
      } finally {
        // Only if the process was ended in the middle.
        refuse();
      }
    }

    void refuse() {
      answer.completeExceptionally(new IllegalStateException("ended"));
    }
  }

  /// Has it done and waits for that.
  ///
  /// @throws IllegalStateException if the process has ended, or the thread was interrupted while it
  ///   waited: then it may still be done
  <T> T ask(Function<Life, T> act) {
    Request<T> request = new Request<>(act, new CompletableFuture<>());
    requests.add(request);
    if (ended) {
      refuseRequests();
    } else {
      processes.send(name, REQUESTED);
    }
    while (true) {
      try {
        return request.answer().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw new IllegalStateException("the scope " + name + " has ended", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for the scope " + name, e);
      } catch (TimeoutException e) {
        if (!lives()) {
          refuseRequests();
        }
      }
    }
  }

  /// A process that is killed at once never comes to say that it has ended.
  private boolean lives() {
    return processes.whereis(name).filter(found -> found.equals(pid)).isPresent();
  }

  private void refuseRequests() {
    Request<?> request;
    while ((request = requests.poll()) != null) {
      request.refuse();
    }
  }

  @Override
  public void run(Self self) {
    try {
      new Life(self).live();
    } finally {
      ended = true;
      groups.clear();
      refuseRequests();
    }
  }

  /// What only the process itself touches.
  final class Life {
    private final Self self;
    private final Scope scope;
    private final Map<Pid, Ref> watched = new HashMap<>();
    private final Map<Ref, Watcher> watchers = new LinkedHashMap<>();

    /// The nodes without room for what this step had to say to them.
    private final Set<Atom> full = new LinkedHashSet<>();

    private boolean changed;

    private Life(Self self) {
      this.self = self;
      this.scope = new Scope(self.pid());
    }

    private void live() {
      // What is missed here is missed by all who read the groups.
      self.limitMailbox(MailboxLimit.NONE);
      processes.nodes().follow(self.pid()).forEach(this::connected);
      while (!closing) {
        next(scope.nextDeadline()).ifPresentOrElse(this::heard, () -> step(new ScopeInput.Timer()));
      }
    }

    private Optional<Term> next(long deadline) {
      return deadline == Long.MAX_VALUE
          ? Optional.of(self.receive())
          : self.receive(Duration.ofNanos(Math.max(0, deadline - processes.time().now())));
    }

    private void heard(Term message) {
      if (message.equals(REQUESTED)) {
        Request<?> request;
        while ((request = requests.poll()) != null) {
          request.answer(this);
        }
        return;
      }
      Down down = DOWN.match(message);
      NodeConnected connected = CONNECTED.match(message);
      NodeDisconnected disconnected = DISCONNECTED.match(message);
      if (down != null) {
        down(down);
      } else if (connected != null) {
        connected(connected);
      } else if (disconnected != null) {
        disconnected(disconnected);
      } else {
        PgCodec.decode(message)
            .ifPresentOrElse(said -> step(new ScopeInput.Heard(said)), this::ignore);
      }
    }

    private void ignore() {
      ignored.increment();
    }

    // Others may say such a thing too, or it is true no more and the next message says so.
    private void connected(NodeConnected up) {
      if (processes.nodes().find(up.node()).filter(up::equals).isPresent()) {
        step(new ScopeInput.NodeUp(up.node(), !up.extended()));
      } else {
        ignore();
      }
    }

    private void disconnected(NodeDisconnected down) {
      if (processes.nodes().find(down.node()).isEmpty()) {
        step(new ScopeInput.NodeDown(down.node()));
      } else {
        ignore();
      }
    }

    private void down(Down down) {
      watchers.remove(down.ref());
      if (down.source() instanceof Pid pid && watched.remove(pid, down.ref())) {
        step(new ScopeInput.Down(pid));
      }
    }

    private void step(ScopeInput input) {
      long ignoredBefore = scope.ignored();
      long now = processes.time().now();
      scope.step(input, now, this::perform);
      full.forEach(node -> scope.step(new ScopeInput.NoRoom(node), now, this::perform));
      full.clear();
      ignored.add(scope.ignored() - ignoredBefore);
    }

    private void perform(ScopeOutput output) {
      switch (output) {
        case ScopeOutput.Call(Atom node, PgMessage message) -> {
          if (!self.trySend(name, NodeName.of(node.text()), PgCodec.encode(message))) {
            full.add(node);
          }
        }
        case ScopeOutput.Send(Pid to, PgMessage message) -> {
          if (!self.trySend(to, PgCodec.encode(message))) {
            full.add(to.node());
          }
        }
        case ScopeOutput.Watch(Pid pid) -> watched.put(pid, self.monitor(pid));
        case ScopeOutput.Unwatch(Pid pid) -> {
          Ref ref = watched.remove(pid);
          if (ref != null) {
            self.demonitor(ref);
          }
        }
        case ScopeOutput.Joined(Term group, List<Pid> pids) -> tell(Change.JOIN, group, pids);
        case ScopeOutput.Left(Term group, List<Pid> pids) -> tell(Change.LEAVE, group, pids);
      }
    }

    private void tell(Change change, Term group, List<Pid> pids) {
      changed = true;
      Group now = new Group(scope.members(group), scope.localMembers(group));
      if (now.members().isEmpty()) {
        groups.remove(group);
      } else {
        groups.put(group, now);
      }
      watchers.forEach((ref, watcher) -> {
        if (watcher.group() == null || watcher.group().equals(group)) {
          self.send(watcher.pid(), new GroupEvent(ref, change, group, pids));
        }
      });
    }

    // Requests.

    boolean join(Term group, List<Pid> pids) {
      step(new ScopeInput.Join(group, pids));
      return true;
    }

    boolean leave(Term group, List<Pid> pids) {
      changed = false;
      step(new ScopeInput.Leave(group, pids));
      return changed;
    }

    MonitoredScope monitor(Pid watcher) {
      Map<Term, List<Pid>> members = new LinkedHashMap<>();
      groups.forEach((group, now) -> members.put(group, now.members()));
      return new MonitoredScope(monitor(new Watcher(watcher, null)), members);
    }

    MonitoredGroup monitor(Term group, Pid watcher) {
      return new MonitoredGroup(monitor(new Watcher(watcher, group)), group(group).members());
    }

    private Ref monitor(Watcher watcher) {
      Ref ref = self.monitor(watcher.pid());
      watchers.put(ref, watcher);
      return ref;
    }

    boolean demonitor(Ref ref) {
      self.demonitor(ref);
      return watchers.remove(ref) != null;
    }
  }
}
