package io.tempelhof.core.pg;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who is in which group, and how often. A group without members is not there.
final class Members {
  private final Map<Term, List<Pid>> groups = new LinkedHashMap<>();
  private int size;

  void add(Term group, List<Pid> pids) {
    if (!pids.isEmpty()) {
      groups.computeIfAbsent(group, _ -> new ArrayList<>()).addAll(pids);
      size += pids.size();
    }
  }

  /// Takes each of these out once.
  ///
  /// @return those that were there
  List<Pid> remove(Term group, List<Pid> pids) {
    List<Pid> before = groups.getOrDefault(group, List.of());
    List<Pid> after = minus(before, pids);
    if (after.isEmpty()) {
      groups.remove(group);
    } else {
      groups.put(group, after);
    }
    size -= before.size() - after.size();
    return minus(before, after);
  }

  /// The members of that group, in the order in which they joined.
  List<Pid> of(Term group) {
    return List.copyOf(groups.getOrDefault(group, List.of()));
  }

  /// Every group with its members.
  Map<Term, List<Pid>> all() {
    Map<Term, List<Pid>> all = new LinkedHashMap<>();
    groups.forEach((group, pids) -> all.put(group, List.copyOf(pids)));
    return all;
  }

  /// How many memberships there are.
  int size() {
    return size;
  }

  /// What is left of {@code pids} when each of {@code others} is taken out once.
  static List<Pid> minus(List<Pid> pids, List<Pid> others) {
    Map<Pid, Integer> due = new LinkedHashMap<>();
    others.forEach(pid -> due.merge(pid, 1, Integer::sum));
    List<Pid> left = new ArrayList<>();
    for (Pid pid : pids) {
      if (due.getOrDefault(pid, 0) > 0) {
        due.merge(pid, -1, Integer::sum);
      } else {
        left.add(pid);
      }
    }
    return left;
  }
}
