package io.tempelhof.runtime.task;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.Crash;
import io.tempelhof.runtime.Deadline;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.ProcessExit;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Work under way in a process of its own. The tour is in {@link io.tempelhof.runtime.task}.
///
/// Of use only to the process that began it: for any other, every method throws {@link
/// IllegalStateException}. What it gives can be asked for again and again.
///
/// @param <T> what it gives
public final class Task<T> {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);
  private static final Atom CANCELLED = Atom.of("cancelled");
  private static final Atom TIMEOUT = Atom.of("timeout");

  private final Pid owner;
  private final Job<T> job;
  private final Self.Spawned worker;
  private @Nullable Outcome<T> outcome;

  /// What the process of the work does, and leaves for its owner, to be seen once that has ended.
  private static final class Job<T> {
    private final Pid owner;
    private final Errand<T> work;
    private volatile @Nullable Pid guard;
    private volatile @Nullable Outcome<T> left;

    Job(Pid owner, Errand<T> work) {
      this.owner = owner;
      this.work = work;
    }

    void run(Self self) {
      guard = self.spawn(new Guard(owner, self.pid(), () -> left));
      Term reason;
      try {
        left = new Outcome.Done<>(work.run(self));
        return;
      } catch (ProcessExit exit) {
        if (exit.isBySignal()) {
          throw exit;
        }
        reason = exit.reason();
        fail(reason, exit);
      } catch (Throwable failed) {
        reason = Crash.reason(failed);
        fail(reason, failed);
      }
      throw self.exit(reason);
    }

    private void fail(Term reason, Throwable cause) {
      left = new Outcome.Failed<>(new TaskException(TaskException.Kind.FAILED, reason, cause));
    }
  }

  /// What is to be done with each of many.
  @FunctionalInterface
  public interface Mapping<A, R> {
    /// Runs in a process of its own.
    R apply(Self self, A item) throws Exception;
  }

  private Task(Pid owner, Job<T> job, Self.Spawned worker) {
    this.owner = owner;
    this.job = job;
    this.worker = worker;
  }

  /// Begins some work. It is ended when its owner ends.
  ///
  /// @throws io.tempelhof.runtime.SystemLimitException if there are too many processes
  public static <T> Task<T> async(Self owner, Errand<T> work) {
    Job<T> job = new Job<>(owner.pid(), work);
    return new Task<>(owner.pid(), job, owner.spawnMonitor(job::run));
  }

  /// The process of the work.
  public Pid pid() {
    return worker.pid();
  }

  // One.

  /// Waits for the result.
  ///
  /// @throws TaskException if there is none
  public T await(Self self) {
    return await(self, FOR_EVER);
  }

  /// Waits so long for the result, and then no longer: the task is cancelled. To look again later
  /// there is {@link #poll}.
  ///
  /// @throws TaskException if there is none, or not in time
  public T await(Self self, Duration timeout) {
    if (poll(self, timeout).isEmpty()) {
      giveUp(self, TaskException.Kind.TIMEOUT, TIMEOUT);
    }
    return outcome().get();
  }

  /// Waits so long for the end, and leaves the task alone if it does not come.
  ///
  /// @return empty if it has not ended
  public Optional<Outcome<T>> poll(Self self, Duration patience) {
    check(self);
    if (outcome == null) {
      Ref ref = worker.ref();
      Pattern<Down> end = Pattern.of(Down.class).where(down -> down.ref().equals(ref));
      self.receive(end, patience).ifPresent(down -> ended(self, down));
    }
    return Optional.ofNullable(outcome);
  }

  /// Kills the task, unless it has ended: nothing comes of it from now on. Does not wait for its
  /// end; a heedless one may go on for a while.
  ///
  /// @return false if it had ended
  public boolean cancel(Self self) {
    if (poll(self, Duration.ZERO).isPresent()) {
      return false;
    }
    giveUp(self, TaskException.Kind.CANCELLED, CANCELLED);
    return true;
  }

  private void giveUp(Self self, TaskException.Kind kind, Term reason) {
    outcome = new Outcome.Failed<>(new TaskException(kind, reason, null));
    var _ = self.demonitorFlush(worker.ref());
    self.exit(worker.pid(), ExitReason.KILL);
    seen(self);
  }

  private void ended(Self self, Down down) {
    Outcome<T> left = job.left;
    outcome =
        left != null
            ? left
            : new Outcome.Failed<>(
                new TaskException(TaskException.Kind.ENDED, down.reason(), null));
    if (!(left instanceof Outcome.Done<T>)) {
      seen(self);
    }
  }

  private void seen(Self self) {
    Pid guard = job.guard;
    if (guard != null) {
      self.send(guard, Guard.SEEN);
    }
  }

  private Outcome<T> outcome() {
    if (outcome == null) {
      throw new IllegalStateException("the task " + worker.pid() + " has not ended");
    }
    return outcome;
  }

  private void check(Self self) {
    if (!self.pid().equals(owner)) {
      throw new IllegalStateException(
          "the task " + worker.pid() + " is none of " + self.pid() + " but of " + owner);
    }
  }

  // Many.

  /// Waits so long for the results of all, in the order of the tasks. When one fails, or the time
  /// has passed, the others are cancelled.
  ///
  /// @throws TaskException if one has no result, at once, or not all had one in time
  public static <T> List<T> awaitAll(Self self, List<Task<T>> tasks, Duration timeout) {
    Deadline deadline = Deadline.in(self, timeout);
    Open<T> open = new Open<>(self, tasks);
    try {
      while (!open.isEmpty()) {
        Task<T> ended = open.awaitFirst(deadline.left()).orElse(null);
        if (ended == null) {
          throw new TaskException(TaskException.Kind.TIMEOUT, TIMEOUT, null);
        }
        var _ = ended.outcome().get();
      }
      return tasks.stream().map(task -> task.outcome().get()).toList();
    } finally {
      open.cancelAll();
    }
  }

  /// Waits for the results of all, however long.
  ///
  /// @throws TaskException as soon as one has none
  public static <T> List<T> awaitAll(Self self, List<Task<T>> tasks) {
    return awaitAll(self, tasks, FOR_EVER);
  }

  /// Waits so long for any of these to end, with a result or without. The others go on.
  ///
  /// @return the one that has; empty if none has
  public static <T> Optional<Task<T>> awaitFirst(Self self, List<Task<T>> tasks, Duration timeout) {
    return new Open<>(self, tasks).awaitFirst(timeout);
  }

  /// Tasks that are waited for together.
  private static final class Open<T> {
    private final Self self;
    private final Map<Ref, Task<T>> running = new LinkedHashMap<>();
    private final Deque<Task<T>> ended = new ArrayDeque<>();

    Open(Self self, List<Task<T>> tasks) {
      this.self = self;
      tasks.forEach(this::add);
    }

    void add(Task<T> task) {
      task.check(self);
      if (task.outcome == null) {
        running.put(task.worker.ref(), task);
      } else {
        ended.add(task);
      }
    }

    int size() {
      return running.size() + ended.size();
    }

    boolean isEmpty() {
      return size() == 0;
    }

    /// Waits so long for one to end, which is one of these no more.
    Optional<Task<T>> awaitFirst(Duration timeout) {
      Task<T> before = ended.poll();
      if (before != null) {
        return Optional.of(before);
      }
      Pattern<Down> end = Pattern.of(Down.class).where(down -> running.containsKey(down.ref()));
      return self.receive(end, timeout)
          .map(down -> {
            Task<T> task = running.remove(down.ref());
            if (task == null) {
              throw new IllegalStateException("no task has the monitor " + down.ref());
            }
            task.ended(self, down);
            return task;
          });
    }

    void cancelAll() {
      Task.cancelAll(self, List.copyOf(running.values()));
    }
  }

  /// Waits for the first result; all others are cancelled.
  ///
  /// @throws TaskException if none has one: that of the last
  /// @throws IllegalArgumentException if there are no tasks
  public static <T> T awaitAny(Self self, List<Task<T>> tasks) {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("there is no task to wait for");
    }
    Open<T> open = new Open<>(self, tasks);
    try {
      while (true) {
        Task<T> ended = open.awaitFirst(FOR_EVER).orElseThrow();
        if (open.isEmpty() || ended.outcome() instanceof Outcome.Done<T>) {
          return ended.outcome().get();
        }
      }
    } finally {
      open.cancelAll();
    }
  }

  /// Cancels those that have not ended.
  public static <T> void cancelAll(Self self, List<Task<T>> tasks) {
    tasks.forEach(task -> task.cancel(self));
  }

  /// Does the same with each of many items, at most so many at a time (Elixir's {@code
  /// Task.async_stream}).
  ///
  /// @return the results in the order of the items
  /// @throws TaskException as soon as one has none; the others are cancelled then
  public static <A, R> List<R> map(
      Self self, Iterable<? extends A> items, int concurrent, Mapping<? super A, R> mapping) {
    return each(self, items, concurrent, mapping, true).stream().map(Outcome::get).toList();
  }

  /// Like {@link #map}, but one that fails leaves the others alone.
  ///
  /// @return how each ended, in the order of the items
  public static <A, R> List<Outcome<R>> each(
      Self self, Iterable<? extends A> items, int concurrent, Mapping<? super A, R> mapping) {
    return each(self, items, concurrent, mapping, false);
  }

  private static <A, R> List<Outcome<R>> each(
      Self self,
      Iterable<? extends A> items,
      int concurrent,
      Mapping<? super A, R> mapping,
      boolean allOrNothing) {
    if (concurrent < 1) {
      throw new IllegalArgumentException("at least one at a time");
    }
    List<Task<R>> all = new ArrayList<>();
    Open<R> open = new Open<>(self, List.of());
    Iterator<? extends A> rest = items.iterator();
    try {
      while (rest.hasNext() || !open.isEmpty()) {
        if (rest.hasNext() && open.size() < concurrent) {
          A item = rest.next();
          Task<R> task = async(self, worker -> mapping.apply(worker, item));
          all.add(task);
          open.add(task);
        } else {
          Task<R> ended = open.awaitFirst(FOR_EVER).orElseThrow();
          if (allOrNothing) {
            var _ = ended.outcome().get();
          }
        }
      }
      return all.stream().map(Task::outcome).toList();
    } finally {
      open.cancelAll();
    }
  }
}
