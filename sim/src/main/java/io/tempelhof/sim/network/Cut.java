package io.tempelhof.sim.network;

import io.tempelhof.sim.engine.Machine;
import java.util.BitSet;
import java.util.Collection;

/// A fault of the network: between some machines nothing gets through.
@FunctionalInterface
public interface Cut {
  /// Whether nothing sent by the one reaches the other.
  boolean blocks(Machine from, Machine to);

  /// Nothing gets from one group to the other.
  static Cut oneWay(Collection<Machine> from, Collection<Machine> to) {
    BitSet there = numbers(to);
    BitSet here = numbers(from);
    return (sender, receiver) -> here.get(sender.number()) && there.get(receiver.number());
  }

  /// The two groups do not see each other; others see both.
  static Cut between(Collection<Machine> one, Collection<Machine> another) {
    Cut there = oneWay(one, another);
    Cut back = oneWay(another, one);
    return (from, to) -> there.blocks(from, to) || back.blocks(from, to);
  }

  /// The group sees nobody but itself.
  static Cut off(Collection<Machine> group) {
    BitSet inside = numbers(group);
    return (from, to) -> inside.get(from.number()) != inside.get(to.number());
  }

  private static BitSet numbers(Collection<Machine> machines) {
    BitSet numbers = new BitSet();
    machines.forEach(machine -> numbers.set(machine.number()));
    return numbers;
  }
}
