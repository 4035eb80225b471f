package io.tempelhof.runtime;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.Tag;
import io.tempelhof.core.term.mapping.TermMapping;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/// A process that links and monitors others at random and holds the runtime to its promises: every
/// monitor fires once unless it was given up, every link fires once unless it was undone, messages
/// of one sender arrive in order, and nothing arrives from a process after the news of its end.
final class Observer {
  /// What others send to an observer, numbered from 1.
  @Tag("note")
  record Note(Pid from, long number) {}

  private static final TermMapping<Down> DOWN = TermMapping.of(Down.class);
  private static final TermMapping<Exited> EXITED = TermMapping.of(Exited.class);
  private static final TermMapping<Note> NOTE = TermMapping.of(Note.class);

  /// Reasons that do not come from the process itself.
  private static final Set<Term> NEWS_FROM_ELSEWHERE =
      Set.of(ExitReason.NOCONNECTION, ExitReason.NOPROC);

  private final Self self;
  private final List<Pid> victims;
  private final SplittableRandom random;
  private final boolean lossless;
  private final Map<Ref, Pid> monitors = new HashMap<>();
  private final Set<Pid> links = new HashSet<>();
  private final Map<Pid, Long> lastNote = new HashMap<>();
  private final Set<Pid> ended = new HashSet<>();

  /// @param lossless whether no connection breaks: then no message may be missing either
  Observer(Self self, List<Pid> victims, SplittableRandom random, boolean lossless) {
    this.self = self;
    this.victims = victims;
    this.random = random;
    this.lossless = lossless;
    self.trapExits(true);
  }

  /// Does something so many times, and counts.
  void act(int actions, LongAdder acted) {
    for (int i = 0; i < actions; i++) {
      Pid victim = victims.get(random.nextInt(victims.size()));
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> monitors.put(self.monitor(victim), victim);
        case 3 -> giveUpOne();
        case 4, 5 -> {
          links.add(victim);
          self.link(victim);
        }
        case 6 -> unlinkOne();
        default -> {
          if (random.nextInt(4) == 0) {
            self.exit(victim, ExitReason.KILL);
          }
        }
      }
      lookAtMessages(Duration.ZERO);
      acted.increment();
    }
  }

  private void giveUpOne() {
    if (!monitors.isEmpty()) {
      Ref ref = monitors.keySet().iterator().next();
      monitors.remove(ref);
      self.demonitorFlush(ref);
    }
  }

  private void unlinkOne() {
    if (!links.isEmpty()) {
      Pid victim = links.iterator().next();
      links.remove(victim);
      self.unlink(victim);
      var _ =
          self.receive(Pattern.of(Exited.class).where(e -> e.from().equals(victim)), Duration.ZERO);
    }
  }

  /// Waits until every monitor and link has fired; the victims must all have been ended.
  void settle(Duration patience) {
    while (!monitors.isEmpty() || !links.isEmpty()) {
      if (!lookAtMessages(patience)) {
        throw new AssertionError("never fired: " + monitors + ", " + links);
      }
    }
  }

  /// Everything has fired and nothing is under way: what comes now has come twice.
  void expectNothingMore() {
    lookAtMessages(Duration.ZERO);
  }

  /// Takes what has come, in order.
  ///
  /// @return whether something came
  private boolean lookAtMessages(Duration patience) {
    boolean any = false;
    Optional<Term> next = self.receive(patience);
    while (next.isPresent()) {
      any = true;
      take(next.get());
      next = self.receive(Duration.ZERO);
    }
    return any;
  }

  private void take(Term message) {
    Down down = DOWN.match(message);
    Exited exited = EXITED.match(message);
    Note note = NOTE.match(message);
    if (down != null) {
      down(down);
    } else if (exited != null) {
      exited(exited);
    } else if (note != null) {
      note(note);
    } else {
      throw new AssertionError("unexpected: " + message);
    }
  }

  private void down(Down down) {
    Pid victim = monitors.remove(down.ref());
    if (victim == null) {
      throw new AssertionError("fired twice, or after it was given up: " + down);
    }
    if (!victim.equals(down.source())) {
      throw new AssertionError("fired for another process: " + down);
    }
    heardOfEnd(victim, down.reason());
  }

  private void exited(Exited exited) {
    if (!links.remove(exited.from())) {
      throw new AssertionError("fired twice, or after it was undone: " + exited);
    }
    heardOfEnd(exited.from(), exited.reason());
  }

  private void heardOfEnd(Pid victim, Term reason) {
    if (!NEWS_FROM_ELSEWHERE.contains(reason)) {
      ended.add(victim);
    }
  }

  private void note(Note note) {
    if (ended.contains(note.from())) {
      throw new AssertionError(note + " came after the news of its sender's end");
    }
    long last = lastNote.getOrDefault(note.from(), 0L);
    boolean inOrder = lossless ? note.number() == last + 1 : note.number() > last;
    if (!inOrder) {
      throw new AssertionError(note + " came after number " + last);
    }
    lastNote.put(note.from(), note.number());
  }
}
