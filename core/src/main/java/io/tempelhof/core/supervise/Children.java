package io.tempelhof.core.supervise;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The children of a supervisor, in the order in which they are started, and their deadlines.
final class Children {
  private final boolean simple;
  private final SequencedMap<Long, Child> byKey = new LinkedHashMap<>();

  // For look-ups only: their order reaches no output.
  private final Map<Term, Child> byId = new HashMap<>();
  private final Map<Pid, Child> byPid = new HashMap<>();

  private final TreeSet<Child> deadlines =
      new TreeSet<>(
          Comparator.<Child>comparingLong(child -> child.deadline)
              .thenComparingLong(child -> child.key));
  private int living;

  /// @param simple they have no ids
  Children(boolean simple) {
    this.simple = simple;
  }

  int size() {
    return byKey.size();
  }

  /// How many have a process.
  int living() {
    return living;
  }

  void add(Child child) {
    byKey.put(child.key, child);
    if (!simple) {
      byId.put(child.id(), child);
    }
  }

  void remove(Child child) {
    byKey.remove(child.key);
    byId.remove(child.id(), child);
  }

  @Nullable Child byKey(long key) {
    return byKey.get(key);
  }

  /// By its id; by its pid if it has none.
  @Nullable Child find(Term idOrPid) {
    return simple ? byPid.get(idOrPid) : byId.get(idOrPid);
  }

  /// A process lives for that child now.
  void born(Child child) {
    living++;
    child.phase = Child.Phase.STARTING;
  }

  void ready(Child child, Pid pid) {
    child.pid = pid;
    byPid.put(pid, child);
  }

  /// It does no more.
  void ended(Child child) {
    living--;
    setDeadline(child, Child.NEVER);
    child.phase = Child.Phase.DOWN;
    child.doomed = false;
    child.grouped = false;
    if (child.pid != null) {
      byPid.remove(child.pid);
      child.pid = null;
    }
  }

  void setDeadline(Child child, long deadline) {
    if (child.deadline != Child.NEVER) {
      deadlines.remove(child);
    }
    child.deadline = deadline;
    if (deadline != Child.NEVER) {
      deadlines.add(child);
    }
  }

  long nextDeadline() {
    return deadlines.isEmpty() ? Child.NEVER : deadlines.first().deadline;
  }

  /// A child whose deadline has come, which is its deadline no more; null if there is none.
  @Nullable Child due(long now) {
    if (nextDeadline() > now) {
      return null;
    }
    Child due = deadlines.first();
    setDeadline(due, Child.NEVER);
    return due;
  }

  /// Whether no significant child is left that runs, or will.
  boolean noneSignificant() {
    return byKey.values().stream()
        .noneMatch(child -> child.rules.significant() && child.phase != Child.Phase.DOWN);
  }

  /// Those in the order in which they are started.
  List<Child> inOrder() {
    return new ArrayList<>(byKey.values());
  }

  /// Those in the order in which they are stopped.
  List<Child> reversed() {
    return new ArrayList<>(byKey.sequencedValues().reversed());
  }

  /// That one and those behind it.
  List<Child> from(Child first) {
    List<Child> rest = new ArrayList<>();
    for (Child child : byKey.sequencedValues().reversed()) {
      rest.add(child);
      if (child == first) {
        break;
      }
    }
    Collections.reverse(rest);
    return rest;
  }
}
