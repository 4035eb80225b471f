package io.tempelhof.runtime.pg;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Processes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One scope of process groups on one node (OTP {@code pg}). The name of a group is any value with
/// a term form. Safe for use by any thread but an event loop's; what changes something waits for
/// the scope's process, which itself waits for nobody, and the others wait for nothing.
///
/// Every method that changes something throws {@link IllegalStateException} once the scope has
/// ended, and when its thread is interrupted while it waits: what it was to change may change
/// nonetheless.
public final class ProcessGroups implements AutoCloseable {
  /// The scope genuine nodes use unless told otherwise.
  public static final String DEFAULT_SCOPE = "pg";

  /// A scope that is monitored, as it was at the beginning.
  ///
  /// @param ref marks the events that follow
  /// @param groups every group with its members
  public record MonitoredScope(Ref ref, Map<Term, List<Pid>> groups) {}

  /// A group that is monitored, as it was at the beginning.
  ///
  /// @param ref marks the events that follow
  public record MonitoredGroup(Ref ref, List<Pid> members) {}

  private final Processes processes;
  private final ScopeProcess scope;

  private ProcessGroups(Processes processes, ScopeProcess scope) {
    this.processes = processes;
    this.scope = scope;
  }

  /// Starts the scope {@value #DEFAULT_SCOPE} on that node.
  ///
  /// @throws io.tempelhof.runtime.NameTakenException if it runs already
  public static ProcessGroups start(Processes processes) {
    return start(processes, DEFAULT_SCOPE);
  }

  /// Starts a scope on that node: a process of this name.
  ///
  /// @throws io.tempelhof.runtime.NameTakenException if the name has an owner
  public static ProcessGroups start(Processes processes, String name) {
    ScopeProcess scope = new ScopeProcess(processes, name);
    scope.start();
    return new ProcessGroups(processes, scope);
  }

  /// Lets processes of this node join a group, each as often as it is named. One that joins several
  /// times must leave as often.
  ///
  /// @throws IllegalArgumentException if one is not of this node
  public void join(Object group, Pid... members) {
    Term name = TermMapping.toTerm(group);
    List<Pid> pids = ofThisNode(members);
    scope.ask(self -> self.join(name, pids));
  }

  /// Lets processes of this node leave a group, each as often as it is named.
  ///
  /// @return false if none of them was in it
  /// @throws IllegalArgumentException if one is not of this node
  public boolean leave(Object group, Pid... members) {
    Term name = TermMapping.toTerm(group);
    List<Pid> pids = ofThisNode(members);
    return scope.ask(self -> self.leave(name, pids));
  }

  /// The members of a group here and on the nodes this one is connected with, each as often as it
  /// has joined.
  public List<Pid> members(Object group) {
    return scope.group(TermMapping.toTerm(group)).members();
  }

  /// Those of them on this node.
  public List<Pid> localMembers(Object group) {
    return scope.group(TermMapping.toTerm(group)).local();
  }

  /// The groups that have members.
  public Set<Term> groups() {
    return scope.groups();
  }

  /// From now on that process of this node gets a {@link GroupEvent} for each change in any group,
  /// until it ends or {@link #demonitor}.
  ///
  /// @throws IllegalArgumentException if it is not of this node
  public MonitoredScope monitor(Pid watcher) {
    Pid pid = ofThisNode(watcher).getFirst();
    return scope.ask(self -> self.monitor(pid));
  }

  /// The same for changes in that group.
  ///
  /// @throws IllegalArgumentException if it is not of this node
  public MonitoredGroup monitor(Object group, Pid watcher) {
    Term name = TermMapping.toTerm(group);
    Pid pid = ofThisNode(watcher).getFirst();
    return scope.ask(self -> self.monitor(name, pid));
  }

  /// Ends what {@code monitor} began. Events that were sent before may still be in the mailbox.
  ///
  /// @return false if nothing is monitored under this reference
  public boolean demonitor(Ref ref) {
    return scope.ask(self -> self.demonitor(ref));
  }

  /// How many messages came in that are none of this protocol, or none of this moment: they had no
  /// effect.
  public long ignored() {
    return scope.ignored();
  }

  /// Ends the scope: its process ends, and other nodes forget the members of this one.
  @Override
  public void close() {
    scope.close();
  }

  private List<Pid> ofThisNode(Pid... members) {
    for (Pid pid : members) {
      if (!pid.node().equals(processes.node().atom())) {
        throw new IllegalArgumentException(pid + " is no process of " + processes.node());
      }
    }
    return List.of(members);
  }
}
