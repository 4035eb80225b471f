package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The nodes this one has a connection with, and the processes that hear of changes (OTP {@code
/// net_kernel:monitor_nodes/1}). Safe for use by any thread.
///
/// It follows connections, not lives: with a genuine Erlang node the two are the same, but a
/// connection with another Tempelhof node closes when nobody needs it, and opens again.
public final class Nodes {
  /// Sends a message to a process of this node, without waiting.
  interface Mail {
    /// Whether there is such a process.
    boolean send(Pid to, Object message);
  }

  private final Mail mail;
  private final Map<Atom, Boolean> up = new LinkedHashMap<>();
  private final Set<Pid> watchers = new LinkedHashSet<>();

  Nodes(Mail mail) {
    this.mail = mail;
  }

  /// From now on that process, one of this node, gets {@link NodeUp} and {@link NodeDown} until it
  /// ends or is {@link #unwatch}ed. A node's {@code NodeUp} comes after every {@link Down} of an
  /// earlier connection with it.
  ///
  /// @return what it would have got for the connections there are already
  public synchronized List<NodeUp> watch(Pid watcher) {
    watchers.add(watcher);
    List<NodeUp> now = new ArrayList<>();
    up.forEach((node, extended) -> now.add(new NodeUp(node, extended)));
    return now;
  }

  /// What a process that begins to watch now would get for that node; empty if there is no
  /// connection with it. Anybody can send a {@link NodeUp}: this tells whether it is true.
  public synchronized Optional<NodeUp> find(Atom node) {
    return Optional.ofNullable(up.get(node)).map(extended -> new NodeUp(node, extended));
  }

  /// That process hears no more of nodes.
  public synchronized void unwatch(Pid watcher) {
    watchers.remove(watcher);
  }

  /// The network's side: there is a connection.
  public synchronized void up(NodeUp node) {
    up.put(node.node(), node.extended());
    tell(node);
  }

  /// The network's side: it is gone.
  public synchronized void down(NodeDown node) {
    up.remove(node.node());
    tell(node);
  }

  private void tell(Object message) {
    watchers.removeIf(watcher -> !mail.send(watcher, message));
  }
}
