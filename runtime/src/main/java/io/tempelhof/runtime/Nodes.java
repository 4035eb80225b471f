package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The other nodes: which of them this one has a connection with, which live, and the processes
/// that hear of it. Safe for use by any thread.
///
/// Processes ask by {@link Self#monitorNodes} and {@link Self#monitorNode}; the network tells here
/// what it learns ({@code NodeState} says what follows from it). While somebody monitors, members
/// are remembered, those alive already without a word; otherwise only connections are.
///
/// Lives and connections are two things: a connection with another member closes when nobody needs
/// it, and opens again. Who needs connections {@link #follow}s them.
public final class Nodes {
  /// So many nodes without a connection are remembered; then the one longest known is forgotten,
  /// and may be told of again.
  static final int NODES_MAX = 200_000;

  /// So many monitors of one node each there may be.
  static final int MONITORS_MAX = 65_536;

  /// Sends a message to a process of this node, without waiting.
  interface Mail {
    /// Whether there is such a process.
    boolean send(Pid to, Object message);
  }

  /// Finds out for {@link Nodes} what it must know. Neither method waits.
  public interface Scout {
    /// Somebody monitors nodes: tell the members there are to {@link #listed}, now or once this
    /// node has joined, and from then on what becomes of them.
    void list();

    /// Tell {@link #unreachable} if this node cannot be connected.
    void reach(Atom node);
  }

  private final Mail mail;
  private final Map<Atom, NodeState> states = new LinkedHashMap<>();
  private final Set<Pid> followers = new LinkedHashSet<>();
  private final Map<Pid, Set<NodeKind>> monitors = new LinkedHashMap<>();

  /// A process is listed for a node as often as it monitors it.
  private final Map<Atom, List<Pid>> ofOneNode = new HashMap<>();

  private final Set<Atom> sought = new HashSet<>();
  private int ofOneNodeCount;
  private @Nullable Scout scout;

  /// Everybody who may have to be forgotten when it ends.
  private final Set<Pid> concerned = ConcurrentHashMap.newKeySet();

  Nodes(Mail mail) {
    this.mail = mail;
  }

  // For processes.

  /// From now on that process, one of this node, gets {@link NodeConnected} and {@link
  /// NodeDisconnected} until it ends. A connection is told after every {@link Down} of an earlier
  /// one with the same node.
  ///
  /// @return what it would have got for the connections there are already
  public synchronized List<NodeConnected> follow(Pid follower) {
    concerned.add(follower);
    followers.add(follower);
    List<NodeConnected> now = new ArrayList<>();
    states.forEach((node, state) -> {
      if (state.isConnected()) {
        now.add(new NodeConnected(node, state.isExtended()));
      }
    });
    return now;
  }

  /// What a process that begins to follow now would get for that node; empty if there is no
  /// connection with it. Anybody can send a {@link NodeConnected}: this tells whether it is true.
  public synchronized Optional<NodeConnected> find(Atom node) {
    return Optional.ofNullable(states.get(node))
        .filter(NodeState::isConnected)
        .map(state -> new NodeConnected(node, state.isExtended()));
  }

  /// The nodes of that kind this one has a connection with, in no particular order. A node is
  /// listed before its {@link NodeUp} is sent.
  ///
  /// @throws IllegalArgumentException for {@link NodeKind#KNOWN}: that is no matter of connections
  public synchronized List<Atom> connected(NodeKind kind) {
    boolean hidden = isHidden(kind);
    List<Atom> nodes = new ArrayList<>();
    states.forEach((node, state) -> {
      if (state.isConnected() && state.isHidden() == hidden) {
        nodes.add(node);
      }
    });
    return nodes;
  }

  private static boolean isHidden(NodeKind kind) {
    return switch (kind) {
      case VISIBLE -> false;
      case HIDDEN -> true;
      case KNOWN -> throw new IllegalArgumentException("who is known comes and goes in silence");
    };
  }

  void monitor(Pid process, NodeKind... kinds) {
    Set<NodeKind> wanted = EnumSet.noneOf(NodeKind.class);
    for (NodeKind kind : kinds) {
      var _ = isHidden(kind);
      wanted.add(kind);
    }
    if (wanted.isEmpty()) {
      wanted = EnumSet.of(NodeKind.VISIBLE, NodeKind.HIDDEN);
    }
    Scout asked;
    synchronized (this) {
      asked = isMonitored() ? null : scout;
      concerned.add(process);
      monitors.put(process, wanted);
    }
    if (asked != null) {
      asked.list();
    }
  }

  synchronized void demonitor(Pid process) {
    monitors.remove(process);
    forgetUnmonitored();
  }

  /// @throws SystemLimitException if there are {@link #MONITORS_MAX} of these already
  void monitor(Pid process, Atom node) {
    Scout asked;
    boolean first;
    boolean unknown;
    synchronized (this) {
      if (ofOneNodeCount >= MONITORS_MAX) {
        throw new SystemLimitException(MONITORS_MAX + " monitors of nodes");
      }
      asked = scout;
      first = !isMonitored();
      concerned.add(process);
      ofOneNodeCount++;
      ofOneNode.computeIfAbsent(node, _ -> new ArrayList<>(1)).add(process);
      NodeState state = states.get(node);
      unknown = (state == null || !state.isUp()) && (asked == null || sought.add(node));
    }
    if (asked != null && first) {
      asked.list();
    }
    if (asked != null && unknown) {
      asked.reach(node);
    } else if (unknown) {
      unreachable(node); // without a network every node is
    }
  }

  /// @return false if that process does not monitor that node
  synchronized boolean demonitor(Pid process, Atom node) {
    List<Pid> here = ofOneNode.get(node);
    if (here == null || !here.remove(process)) {
      return false;
    }
    ofOneNodeCount--;
    if (here.isEmpty()) {
      ofOneNode.remove(node);
    }
    forgetUnmonitored();
    return true;
  }

  /// A process of this node has ended.
  void ended(Pid process) {
    if (!concerned.remove(process)) {
      return;
    }
    synchronized (this) {
      followers.remove(process);
      monitors.remove(process);
      ofOneNode
          .values()
          .removeIf(here -> {
            while (here.remove(process)) {
              ofOneNodeCount--;
            }
            return here.isEmpty();
          });
      forgetUnmonitored();
    }
  }

  /// Whether anybody monitors nodes.
  public synchronized boolean isMonitored() {
    return !monitors.isEmpty() || !ofOneNode.isEmpty();
  }

  private void forgetUnmonitored() {
    if (!isMonitored()) {
      states.values().removeIf(state -> !state.isConnected());
    }
  }

  // The network's side. Per node in the order in which things happen.

  /// From now on there is a network.
  public synchronized void scout(Scout scout) {
    this.scout = scout;
  }

  /// There is a connection with that incarnation of a node, and nothing that came over it has been
  /// delivered yet.
  ///
  /// @param extended it is a Tempelhof node of our cluster
  /// @param client it is one of its client nodes
  public synchronized void connected(Atom node, int creation, boolean extended, boolean client) {
    NodeState state = states.computeIfAbsent(node, _ -> new NodeState());
    state.connected(creation, extended, client);
    tell(followers, new NodeConnected(node, extended));
    settle(node, state);
  }

  /// That connection is gone, and everything that came over it has been delivered, also what broke
  /// with it.
  ///
  /// @param broke it was not closed by agreement
  public synchronized void disconnected(Atom node, boolean broke) {
    NodeState state = states.get(node);
    if (state != null) {
      state.disconnected(broke);
      tell(followers, new NodeDisconnected(node));
      settle(node, state);
      if (!isMonitored()) {
        states.remove(node);
      }
    }
  }

  /// A member has joined or returned.
  public synchronized void memberUp(Atom node, int creation) {
    NodeState state = state(node);
    if (state != null) {
      state.memberUp(creation);
      settle(node, state);
    }
  }

  /// A member is dead or has left.
  public synchronized void memberDown(Atom node, int creation) {
    NodeState state = states.get(node);
    if (state == null) {
      if (isMonitored()) {
        tellDown(node, false);
      }
      return;
    }
    state.memberDown(creation);
    settle(node, state);
    if (!state.isConnected() && !state.isUp()) {
      states.remove(node);
    }
  }

  /// That node is a member.
  ///
  /// @param news it is to be told if it was not known: this node has only just joined
  public synchronized void listed(Atom node, int creation, boolean news) {
    if (news && !states.containsKey(node)) {
      memberUp(node, creation);
      return;
    }
    NodeState state = state(node);
    if (state != null) {
      state.listed(creation);
    }
  }

  /// That node was sought, and there is no connection to be had.
  public synchronized void unreachable(Atom node) {
    NodeState state = states.get(node);
    if (state == null || !state.isUp()) {
      tellDownOnce(node);
    }
    sought.remove(node);
  }

  /// That node was sought, and has answered.
  public synchronized void reached(Atom node) {
    sought.remove(node);
  }

  /// That of a node without a connection; null if nobody is interested.
  private @Nullable NodeState state(Atom node) {
    NodeState known = states.get(node);
    if (known != null || !isMonitored()) {
      return known;
    }
    if (states.size() >= NODES_MAX) {
      Iterator<NodeState> oldest = states.values().iterator();
      while (oldest.hasNext()) {
        if (!oldest.next().isConnected()) {
          oldest.remove();
          break;
        }
      }
    }
    NodeState state = new NodeState();
    states.put(node, state);
    return state;
  }

  private void settle(Atom node, NodeState state) {
    NodeState.Change change = state.settle();
    if (change.down()) {
      tellDown(node, state.isHidden());
    }
    if (change.up()) {
      tellMonitors(new NodeUp(node), state.isHidden());
    }
  }

  private void tellDown(Atom node, boolean hidden) {
    tellMonitors(new NodeDown(node), hidden);
    tellDownOnce(node);
  }

  private void tellDownOnce(Atom node) {
    List<Pid> here = ofOneNode.remove(node);
    if (here != null) {
      ofOneNodeCount -= here.size();
      tell(here, new NodeDown(node));
      forgetUnmonitored();
    }
  }

  private void tellMonitors(Object message, boolean hidden) {
    NodeKind kind = hidden ? NodeKind.HIDDEN : NodeKind.VISIBLE;
    monitors.forEach((process, kinds) -> {
      if (kinds.contains(kind)) {
        mail.send(process, message);
      }
    });
  }

  private void tell(Iterable<Pid> processes, Object message) {
    processes.forEach(process -> mail.send(process, message));
  }
}
