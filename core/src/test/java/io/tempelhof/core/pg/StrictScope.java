package io.tempelhof.core.pg;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// A scope as unforgiving as a genuine one: what that would crash on is an {@link AssertionError}.
final class StrictScope {
  final Pid self;
  private final Map<Term, List<Pid>> ours = new LinkedHashMap<>();
  private final Map<Pid, Map<Term, List<Pid>>> others = new LinkedHashMap<>();
  private final BiConsumer<Pid, PgMessage> send;

  StrictScope(Pid self, BiConsumer<Pid, PgMessage> send) {
    this.self = self;
    this.send = send;
  }

  void hear(PgMessage message) {
    Map<Term, List<Pid>> theirs = others.get(message.scope());
    switch (message) {
      case PgMessage.Discover(Pid scope) -> {
        Map<Term, List<Pid>> all = new LinkedHashMap<>();
        ours.forEach((group, pids) -> all.put(group, List.copyOf(pids)));
        send.accept(scope, new PgMessage.Sync(self, all));
        if (theirs == null) {
          others.put(scope, new LinkedHashMap<>());
          send.accept(scope, new PgMessage.Discover(self));
        }
      }
      case PgMessage.Sync(Pid scope, Map<Term, List<Pid>> groups) -> {
        Map<Term, List<Pid>> all = new LinkedHashMap<>();
        groups.forEach((group, pids) -> all.put(group, new ArrayList<>(pids)));
        others.put(scope, all);
      }
      case PgMessage.Join(_, Term group, List<Pid> pids) -> {
        if (theirs != null) {
          theirs.computeIfAbsent(group, _ -> new ArrayList<>()).addAll(pids);
        }
      }
      case PgMessage.Leave(_, List<Pid> pids, List<Term> groups) -> {
        if (theirs != null) {
          groups.forEach(group -> leave(theirs, group, pids));
        }
      }
    }
  }

  private static void leave(Map<Term, List<Pid>> groups, Term group, List<Pid> pids) {
    List<Pid> members = groups.get(group);
    if (members == null) {
      throw new AssertionError("crashed: leave of a group it was not told of, " + group);
    }
    for (Pid pid : pids) {
      if (!members.remove(pid)) {
        throw new AssertionError("told of a leave of " + pid + ", which had not joined");
      }
    }
    if (members.isEmpty()) {
      groups.remove(group);
    }
  }

  void lost(Pid scope) {
    others.remove(scope);
  }

  void join(Term group, Pid pid) {
    ours.computeIfAbsent(group, _ -> new ArrayList<>()).add(pid);
    others.keySet().forEach(to -> send.accept(to, new PgMessage.Join(self, group, List.of(pid))));
  }

  void leaveOne(Term group, Pid pid) {
    List<Pid> members = ours.get(group);
    if (members != null && members.remove(pid)) {
      if (members.isEmpty()) {
        ours.remove(group);
      }
      others
          .keySet()
          .forEach(to -> send.accept(to, new PgMessage.Leave(self, List.of(pid), List.of(group))));
    }
  }

  List<Pid> members(Term group) {
    List<Pid> all = new ArrayList<>(ours.getOrDefault(group, List.of()));
    others.values().forEach(theirs -> all.addAll(theirs.getOrDefault(group, List.of())));
    return all;
  }
}
