package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Who lives on this node: processes by pid and by registered name. Also the source of new pids and
/// references.
final class ProcessTable {
  // Both numbers count up and never come back within this incarnation of the node. OTP's own pids
  // have ids of 28 bits (the serial counts on from there) and references a first word of 18 bits;
  // staying within them costs nothing and asks nothing of old readers.
  private static final int PID_ID_BITS = 28;
  private static final int REF_FIRST_WORD_BITS = 18;

  // A reference that may become an alias has two words more, as in OTP: they say whose it is, so
  // that whatever comes by it finds its process without a table of all aliases.
  private static final int ALIAS_WORDS = 5;
  private static final int OWNER_ID_WORD = 3;
  private static final int OWNER_SERIAL_WORD = 4;

  private final Atom node;
  private final int creation;
  private final Options options;
  private final AtomicLong pids = new AtomicLong();
  private final AtomicLong refs = new AtomicLong();
  private final AtomicLong unlinks = new AtomicLong();
  private final AtomicInteger living = new AtomicInteger();
  private final Map<Pid, LocalProcess> processes = new ConcurrentHashMap<>();
  private final Map<Atom, LocalProcess> names = new ConcurrentHashMap<>();

  ProcessTable(NodeName node, int creation, Options options) {
    this.node = node.atom();
    this.creation = creation;
    this.options = options;
  }

  /// Number 0: no process ever, the sender of what comes from outside all processes.
  Pid outside() {
    return pid(0);
  }

  private Pid pid(long number) {
    int id = (int) (number & ((1L << PID_ID_BITS) - 1));
    return new Pid(node, id, (int) (number >>> PID_ID_BITS), creation);
  }

  /// The number of the process with this pid: its place in the order in which the processes of the
  /// node were made.
  static long number(Pid pid) {
    return Integer.toUnsignedLong(pid.serial()) << PID_ID_BITS | pid.id();
  }

  Ref newRef() {
    long number = refs.incrementAndGet();
    return new Ref(node, creation, first(number), second(number), third(number));
  }

  /// A reference that can be an alias of this process.
  Ref newAlias(Pid owner) {
    long number = refs.incrementAndGet();
    return new Ref(
        node, creation, first(number), second(number), third(number), owner.id(), owner.serial());
  }

  private static int first(long number) {
    return (int) (number & ((1L << REF_FIRST_WORD_BITS) - 1));
  }

  private static int second(long number) {
    return (int) (number >>> REF_FIRST_WORD_BITS);
  }

  private static int third(long number) {
    return (int) (number >>> (REF_FIRST_WORD_BITS + Integer.SIZE));
  }

  /// An id for an unlink, never given before; OTP wants it to be other than 0.
  long newUnlinkId() {
    return unlinks.incrementAndGet();
  }

  /// Takes in a new process.
  ///
  /// @param make the process with the pid it is given
  /// @throws SystemLimitException if there are as many as there may be
  LocalProcess add(Function<Pid, LocalProcess> make) {
    if (living.incrementAndGet() > options.processesMax()) {
      living.decrementAndGet();
      throw new SystemLimitException(
          "no more than " + options.processesMax() + " processes may live at once");
    }
    LocalProcess process = make.apply(pid(pids.incrementAndGet()));
    processes.put(process.pid(), process);
    return process;
  }

  /// Lets go of a process that has ended, and of its name.
  void remove(LocalProcess process) {
    Atom name = process.name();
    if (name != null) {
      names.remove(name, process);
    }
    processes.remove(process.pid());
    living.decrementAndGet();
  }

  @Nullable LocalProcess find(Pid pid) {
    return processes.get(pid);
  }

  @Nullable LocalProcess find(Atom name) {
    return names.get(name);
  }

  /// The process whose alias this is or was; null if it has ended, or if there never was one.
  @Nullable LocalProcess find(Ref alias) {
    return alias.length() == ALIAS_WORDS
        ? find(
            new Pid(
                alias.node(),
                alias.word(OWNER_ID_WORD),
                alias.word(OWNER_SERIAL_WORD),
                alias.creation()))
        : null;
  }

  Collection<LocalProcess> all() {
    return processes.values();
  }

  int living() {
    return living.get();
  }

  int names() {
    return names.size();
  }

  /// The registered names.
  List<String> allNames() {
    return names.keySet().stream().map(Atom::text).sorted().toList();
  }

  /// Registers a name.
  ///
  /// @throws NameTakenException if the name has an owner
  /// @throws IllegalArgumentException if the process has ended or has a name already, or the name
  ///   is empty or {@code undefined}
  /// @throws SystemLimitException if there are as many names as there may be
  void register(Atom name, LocalProcess process) {
    if (name.equals(Atom.EMPTY) || name.equals(Atom.UNDEFINED)) {
      throw new IllegalArgumentException("\"" + name.text() + "\" cannot be a registered name");
    }
    synchronized (process) {
      if (process.hasEnded()) {
        throw new IllegalArgumentException("process " + process.pid() + " has ended");
      }
      Atom other = process.name();
      if (other != null && !other.equals(name)) {
        throw new IllegalArgumentException(
            "process " + process.pid() + " is registered as \"" + other.text() + "\" already");
      }
      claim(name, process);
      process.name(name);
    }
  }

  private void claim(Atom name, LocalProcess process) {
    synchronized (names) {
      LocalProcess owner = names.get(name);
      if (owner != null) {
        throw new NameTakenException(name.text(), owner.pid());
      }
      if (names.size() >= options.namesMax()) {
        throw new SystemLimitException(
            "no more than " + options.namesMax() + " names may be registered at once");
      }
      names.put(name, process);
    }
  }

  /// @return false if nobody has the name
  boolean unregister(Atom name) {
    LocalProcess owner = names.get(name);
    if (owner == null) {
      return false;
    }
    synchronized (owner) {
      if (!names.remove(name, owner)) {
        return false;
      }
      owner.name(null);
      return true;
    }
  }
}
