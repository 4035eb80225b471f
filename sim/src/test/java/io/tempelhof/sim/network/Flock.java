package io.tempelhof.sim.network;

import io.tempelhof.core.handshake.Standing;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.sim.engine.Machine;
import io.tempelhof.sim.engine.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Many simple hosts on one virtual network, for the models of others: they dial each other, and
/// hand numbers on over their connections.
final class Flock {
  /// What a model does with what happens to its hosts.
  interface Rule {
    /// The other one has connected itself to this one.
    default void accepted(Bird bird, Bird by) {}

    /// A dial of this one was refused.
    default void refused(Bird bird) {}

    /// A number came in, which had been handed on so many times.
    default void read(Bird bird, int number, int hops) {}
  }

  final World world;
  final Network network;
  final SplittableRandom random;
  final List<Bird> birds = new ArrayList<>();
  private final Map<NodeName, Bird> byName = new HashMap<>();
  private final Rule rule;

  Flock(long seed, int size, Rule rule) {
    world = new World(seed);
    network = new Network(world, NetworkOptions.DATA_CENTRE);
    random = world.random();
    this.rule = rule;
    for (int i = 0; i < size; i++) {
      Bird bird = new Bird(i);
      birds.add(bird);
      byName.put(bird.name, bird);
    }
  }

  Bird any() {
    return birds.get(random.nextInt(birds.size()));
  }

  Bird otherThan(Bird bird) {
    Bird other = any();
    return other == bird ? otherThan(bird) : other;
  }

  /// Lets everything happen that is still to happen.
  void settle() {
    world.run(world.now() + 60_000_000_000L);
  }

  /// One host.
  final class Bird implements Host {
    final int index;
    final long id = random.nextLong();
    final Map<Integer, End> links = new HashMap<>();
    private final NodeName name;
    private final Machine machine;
    private final Address address;
    private final Listener listener;
    private final Pid pid;

    Bird(int index) {
      this.index = index;
      name = new NodeName("b" + index, "sim");
      machine = new Machine(world, index);
      address = new Address("10.0." + index / 256 + "." + index % 256, 1);
      listener = network.listen(this, address);
      pid = new Pid(name.atom(), 1, 0, 1);
    }

    Flock flock() {
      return Flock.this;
    }

    void dial(Bird other) {
      network.dial(listener, other.name, other.address, 7_000_000_000L);
    }

    void die() {
      network.kill(listener);
    }

    boolean isLinkedTo(Bird other) {
      return links.containsKey(other.index);
    }

    void hand(int number, int hops, Bird to) {
      End end = links.get(to.index);
      if (end == null) {
        throw new IllegalStateException(name + " has no connection to " + to.name);
      }
      network.send(
          end, new Frame.OfUser(new Signal.Unlink((long) hops << Integer.SIZE | number, pid, pid)));
    }

    @Override
    public Receiver opened(End end, NodeName peer, int creation, boolean dialled) {
      Bird other = bird(peer);
      links.put(other.index, end);
      if (!dialled) {
        rule.accepted(this, other);
      }
      return new Receiver() {
        @Override
        public void read(Frame frame) {
          if (frame instanceof Frame.OfUser(Signal.Unlink(var value, _, _))) {
            rule.read(Bird.this, (int) value, (int) (value >> Integer.SIZE));
          }
        }

        @Override
        public void closed(String reason) {
          links.remove(other.index, end);
        }
      };
    }

    @Override
    public void dialFailed(NodeName peer, DialFailure failure) {
      if (failure == DialFailure.REFUSED) {
        rule.refused(this);
      }
    }

    @Override
    public NodeName name() {
      return name;
    }

    @Override
    public int creation() {
      return 1;
    }

    @Override
    public Machine machine() {
      return machine;
    }

    @Override
    public Standing standing(NodeName peer) {
      return Standing.NONE;
    }
  }

  /// To whom that one has connections, in the order of their numbers.
  static Stream<Bird> linked(Bird bird) {
    return bird.links.keySet().stream().sorted().map(i -> bird.flock().birds.get(i));
  }

  private Bird bird(NodeName name) {
    Bird bird = byName.get(name);
    if (bird == null) {
      throw new IllegalStateException("no " + name);
    }
    return bird;
  }
}
