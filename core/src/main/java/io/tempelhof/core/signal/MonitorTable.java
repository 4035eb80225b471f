package io.tempelhof.core.signal;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The monitors of one process, those it holds on others and those others hold on it, and its
/// aliases, which may live and die with a monitor.
///
/// A monitor fires at most once: {@link #release} takes it out, and whoever comes second finds
/// nothing. So it is with an alias that ends with its first message: {@link #reached} lets one
/// through. Not thread-safe.
public final class MonitorTable {

  /// What a monitor of ours watches: a process on {@code node}, named by its pid or by the name it
  /// had registered there.
  ///
  /// @param target a {@link Pid} or an {@link Atom}, as signals name it
  /// @param node as its pid says: a stranger may have sent one whose node's name is none
  public record Target(Term target, Atom node) {
    /// The process as {@code DOWN} names it to the program: the pid, or {@code {Name, Node}}.
    /// Signals carry the bare name instead, because they travel between two known nodes.
    public Term source() {
      return target instanceof Atom name ? Tuple.of(name, node) : target;
    }
  }

  private record Watch(Pid watcher, Ref ref) {}

  /// What a reference of this process stands for: a monitor, an alias, or both.
  private static final class Held {
    @Nullable Target target;
    @Nullable AliasOption alias;

    private boolean isOver() {
      return target == null && alias == null;
    }
  }

  private final Map<Ref, Held> held = new LinkedHashMap<>(2);
  private final Map<Watch, Term> watches = new LinkedHashMap<>(2);

  private Held held(Ref ref) {
    return held.computeIfAbsent(ref, _ -> new Held());
  }

  /// This process monitors {@code target}.
  public void monitor(Ref ref, Target target) {
    held(ref).target = target;
  }

  /// A monitor of this process is over: given up, or {@link Signal.Down} came for it. An alias that
  /// lived on it ends too.
  ///
  /// @return what it watched; null if it was over already: then whatever came is to be ignored
  public @Nullable Target release(Ref ref) {
    Held of = held.get(ref);
    return of == null ? null : release(ref, of);
  }

  private @Nullable Target release(Ref ref, Held of) {
    Target released = of.target;
    if (released != null) {
      of.target = null;
      if (of.alias == null || of.alias.needsMonitor()) {
        held.remove(ref);
      }
    }
    return released;
  }

  /// From now on messages to {@code alias} reach this process.
  ///
  /// @param alias the reference of one of its monitors, if the option needs one
  public void alias(Ref alias, AliasOption option) {
    Held of = option.needsMonitor() ? held.get(alias) : held(alias);
    if (of == null || (option.needsMonitor() && of.target == null)) {
      throw new IllegalArgumentException("there is no monitor " + alias + " for an alias");
    }
    of.alias = option;
  }

  /// This process gives up an alias. The monitor it belongs to, if any, stays.
  ///
  /// @return false if it was not active
  public boolean unalias(Ref alias) {
    Held of = held.get(alias);
    if (of == null || of.alias == null) {
      return false;
    }
    unalias(alias, of);
    return true;
  }

  private void unalias(Ref alias, Held of) {
    of.alias = null;
    if (of.isOver()) {
      held.remove(alias);
    }
  }

  /// Whether messages to {@code alias} reach this process.
  public boolean isActive(Ref alias) {
    Held of = held.get(alias);
    return of != null && of.alias != null;
  }

  /// A message to an active alias has come.
  ///
  /// @return what the monitor watched that ended with it, for which {@link Signal.Demonitor} must
  ///   be sent; null if none did
  public @Nullable Target reached(Ref alias) {
    Held of = held.get(alias);
    if (of == null || of.alias == null || !of.alias.endsWithReply()) {
      return null;
    }
    if (of.alias.needsMonitor()) {
      return release(alias, of);
    }
    unalias(alias, of);
    return null;
  }

  /// {@link Signal.Monitor} came: {@code watcher} watches this process.
  ///
  /// @param named this process's pid or registered name, to be repeated when it has ended
  public void watched(Pid watcher, Ref ref, Term named) {
    watches.put(new Watch(watcher, ref), named);
  }

  /// {@link Signal.Demonitor} came.
  public void unwatched(Pid watcher, Ref ref) {
    watches.remove(new Watch(watcher, ref));
  }

  /// The process whose table this is has ended: what those who watch it must be told. They are
  /// taken out of the table.
  public List<Signal.Down> ended(Term reason) {
    List<Signal.Down> downs = new ArrayList<>();
    watches.forEach(
        (watch, named) -> downs.add(new Signal.Down(named, watch.watcher, watch.ref, reason)));
    watches.clear();
    return downs;
  }

  /// The process whose table this is has ended: its own monitors are given up, and its aliases.
  ///
  /// @return what {@link Signal.Demonitor} must be sent for
  public Map<Ref, Target> releaseAll() {
    Map<Ref, Target> released = new LinkedHashMap<>();
    held.forEach((ref, of) -> {
      if (of.target != null) {
        released.put(ref, of.target);
      }
    });
    held.clear();
    return released;
  }

  /// What this process monitors, oldest monitor first.
  public List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (Held of : held.values()) {
      if (of.target != null) {
        targets.add(of.target);
      }
    }
    return targets;
  }

  /// Who monitors this process, oldest monitor first; who holds several monitors on it, several
  /// times.
  public List<Pid> watchers() {
    return watches.keySet().stream().map(Watch::watcher).toList();
  }

  /// The active aliases of this process, oldest first.
  public List<Ref> aliases() {
    List<Ref> aliases = new ArrayList<>();
    held.forEach((ref, of) -> {
      if (of.alias != null) {
        aliases.add(ref);
      }
    });
    return aliases;
  }
}
