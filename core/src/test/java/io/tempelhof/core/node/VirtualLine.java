package io.tempelhof.core.node;

import io.tempelhof.core.association.Role;
import io.tempelhof.core.node.VirtualNetwork.Host;
import io.tempelhof.core.overlay.OverlayMessage;
import java.util.ArrayDeque;
import java.util.Deque;

/// One open connection of a {@link VirtualNetwork}; the roles are what its ends think of it.
final class VirtualLine {
  private static final long MILLI = VirtualNetwork.MILLI;
  private static final long SECOND = VirtualNetwork.SECOND;

  private final VirtualNetwork network;
  final Host low;
  final Host high;
  Role lowRole = Role.DIRECT;
  Role highRole = Role.DIRECT;
  final Lane toLow = new Lane();
  final Lane toHigh = new Lane();
  boolean open = true;
  long directSince;
  final long since;

  VirtualLine(VirtualNetwork network, Host low, Host high) {
    this.network = network;
    this.low = low;
    this.high = high;
    this.since = network.now;
  }

  Host other(Host one) {
    return one == low ? high : low;
  }

  Lane to(Host one) {
    return one == low ? toLow : toHigh;
  }

  Role role(Host one) {
    return one == low ? lowRole : highRole;
  }

  /// It is open from network.now on.
  void opened() {
    directSince = network.now;
    toLow.heardAt = network.now;
    toHigh.heardAt = network.now;
    idleCheck();
    tick(low, SECOND);
    tick(high, SECOND);
  }

  record Arrival(long at, Runnable action) {}

  /// One direction of a connection.
  static final class Lane {
    final Deque<Arrival> waiting = new ArrayDeque<>();
    long lastAt;
    long heardAt;
    boolean quiet;
    long quietSince;
    boolean stuck;
  }

  /// One end looks after the connection every second.
  private void tick(Host host, long since) {
    network.at(
        network.now + SECOND,
        () -> {
          if (!open || host.silent) {
            return;
          }
          Role role = role(host);
          boolean due = role == Role.WATCH || (role == Role.PEER && since >= 5 * SECOND);
          if (due && network.runs(host)) {
            heartbeat(host);
          }
          if (network.runs(host)) {
            listen(host, role);
          }
          tick(host, due ? SECOND : since + SECOND);
        });
  }

  private void heartbeat(Host from) {
    Host to = other(from);
    long digest = from.digest;
    post(
        to,
        () -> {
          if (digest != 0) {
            to.step(new NodeInput.Received(from.name(), new OverlayMessage.Heartbeat(digest)));
          }
        });
  }

  private void listen(Host host, Role role) {
    Lane lane = to(host);
    Host other = other(host);
    if (role == Role.DIRECT || network.now < host.pausedUntil + 2 * SECOND) {
      lane.heardAt = Math.max(lane.heardAt, network.now - 2 * SECOND);
      return;
    }
    long silence = network.now - lane.heardAt;
    if (lane.quiet && lane.heardAt > lane.quietSince) {
      lane.quiet = false;
      host.step(new NodeInput.Quiet(other.name(), false));
    } else if (!lane.quiet && silence >= (role == Role.WATCH ? 4 : 15) * SECOND) {
      lane.quiet = true;
      lane.quietSince = network.now;
      host.step(new NodeInput.Quiet(other.name(), true));
    } else if (role == Role.WATCH && silence >= 2 * SECOND) {
      ping(other, host);
    }
    if (network.now - lane.heardAt >= 20 * SECOND) {
      network.cut(this);
    }
  }

  private void ping(Host there, Host back) {
    post(
        there,
        () -> {
          if (network.runs(there) && !there.silent) {
            post(back, () -> {});
          }
        });
  }

  /// Brings something to one end, behind everything posted before; while the way is cut it waits.
  void post(Host to, Runnable arrival) {
    Lane lane = to(to);
    lane.lastAt = Math.max(network.now + network.latency(), lane.lastAt);
    lane.waiting.add(new Arrival(lane.lastAt, arrival));
    network.at(lane.lastAt, () -> pump(to));
  }

  private void pump(Host to) {
    Lane lane = to(to);
    Host from = other(to);
    if (!open || lane.waiting.isEmpty()) {
      return;
    }
    if (!network.passes.test(from.name(), to.name())) {
      if (!lane.stuck) {
        lane.stuck = true;
        network.at(
            network.now + 200 * MILLI,
            () -> {
              lane.stuck = false;
              pump(to);
            });
      }
      return;
    }
    while (open && !lane.waiting.isEmpty() && lane.waiting.element().at <= network.now) {
      lane.heardAt = network.now;
      lane.waiting.remove().action.run();
    }
  }

  private void idleCheck() {
    network.at(
        network.now + 60 * SECOND,
        () -> {
          if (open) {
            boolean direct = lowRole == Role.DIRECT && highRole == Role.DIRECT;
            if (direct && network.now - directSince >= 60 * SECOND) {
              network.close(this, true);
            } else {
              idleCheck();
            }
          }
        });
  }
}
