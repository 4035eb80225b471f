package io.tempelhof.core.supervise;

import io.tempelhof.core.supervise.SupervisionInput.NewChild;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// A tree of supervisions whose processes take their time, fail, crash and do not heed what they
/// are told, at random. Holds what must hold at every moment.
final class Forest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Atom CRASH = Atom.of("crash");

  /// One process: a worker, or a supervisor with a tree of its own.
  private final class Kid {
    final Tree parent;
    final long key;
    boolean ready;
    boolean told;
    boolean asked;
    long killedAt = Long.MAX_VALUE;
    Tree tree;

    Kid(Tree parent, long key) {
      this.parent = parent;
      this.key = key;
    }

    boolean isStuck() {
      return killedAt != Long.MAX_VALUE && now - killedAt >= Duration.ofSeconds(5).toNanos();
    }

    /// It is to end along with others, and those that come after wait for it.
    boolean isAwaited() {
      return told && !asked && ready;
    }
  }

  /// One supervisor.
  private final class Tree {
    final SupervisionSettings settings =
        SupervisionSettings.of(
            any(List.of(Strategy.values())), Intensity.of(random.nextInt(30), SECOND));
    final Supervision supervision = new Supervision(settings);
    final Map<Long, ChildRules> rules = new HashMap<>();
    final Map<Long, Kid> living = new LinkedHashMap<>();
    final Map<Long, Integer> starts = new HashMap<>();
    final Set<Long> mayBeDown = new HashSet<>();
    final Set<Long> open = new HashSet<>();

    /// The children that requests to restart are about.
    final Map<Long, Long> restarting = new HashMap<>();

    final int depth;
    Kid process;
    boolean over;

    Tree(int depth, Kid process) {
      this.depth = depth;
      this.process = process;
    }

    boolean isSimple() {
      return settings.strategy() == Strategy.SIMPLE_ONE_FOR_ONE;
    }

    NewChild child() {
      long key = ++keys;
      boolean supervisor = depth < 2 && random.nextInt(4) == 0;
      ChildRules child =
          new ChildRules(
              isSimple() ? Atom.UNDEFINED : Atom.of("c" + key),
              any(List.of(Restart.values())),
              false,
              switch (random.nextInt(4)) {
                case 0 -> Shutdown.brutalKill();
                case 1 -> Shutdown.infinity();
                default -> Shutdown.within(SECOND);
              },
              supervisor ? ChildType.SUPERVISOR : ChildType.WORKER,
              random.nextInt(3) == 0 ? SECOND : Duration.ofDays(1));
      rules.put(key, child);
      return new NewChild(key, child);
    }
  }

  private record News(Tree tree, SupervisionInput input) {}

  private final SplittableRandom random;
  private final List<Tree> trees = new ArrayList<>();
  private final List<Kid> processes = new ArrayList<>();
  private final Deque<News> news = new ArrayDeque<>();
  private final Tree root;
  private long now = 1L << 50;
  private long keys;
  private long requests;
  private int pids;
  private boolean calm;
  long steps;
  long starts;

  Forest(long seed) {
    random = new SplittableRandom(seed);
    root = new Tree(0, null);
    plant(root);
    work();
  }

  private void plant(Tree tree) {
    trees.add(tree);
    List<NewChild> first = new ArrayList<>();
    for (int i = tree.isSimple() ? 0 : random.nextInt(5); i > 0; i--) {
      first.add(tree.child());
    }
    news.add(new News(tree, new SupervisionInput.Begin(first)));
  }

  // What happens.

  /// Something happens anywhere.
  void happen() {
    switch (random.nextInt(10)) {
      case 0 -> pass(random.nextLong(SECOND.toNanos()));
      case 1 -> crash();
      case 2, 3 -> request();
      default -> progress();
    }
    work();
  }

  private void pass(long nanos) {
    now += nanos;
    for (Tree tree : List.copyOf(trees)) {
      if (tree.supervision.nextDeadline() <= now) {
        news.add(new News(tree, new SupervisionInput.Timer()));
      }
    }
  }

  private void crash() {
    Kid process = any(processes);
    if (process != null && process.ready && process.tree == null) {
      end(process, random.nextInt(3) == 0 ? Reasons.NORMAL : CRASH);
    }
  }

  /// A process does what it is expected to do next.
  private void progress() {
    Kid process = any(processes);
    if (process == null || process.tree != null) {
      return;
    }
    if (process.killedAt != Long.MAX_VALUE) {
      if (calm || random.nextInt(20) == 0) {
        end(process, Reasons.KILLED);
      }
    } else if (process.told) {
      if (calm || random.nextInt(4) == 0) {
        end(process, Reasons.SHUTDOWN);
      }
    } else if (!process.ready) {
      switch (calm ? 9 : random.nextInt(12)) {
        case 0 -> end(process, CRASH);
        case 1 -> {
          process.parent.mayBeDown.add(process.key);
          remove(process);
          tell(process, new SupervisionInput.Ignored(process.key));
        }
        case 2 -> {} // takes longer
        default -> ready(process);
      }
    }
  }

  private void request() {
    Tree tree = any(trees);
    if (tree == null) {
      return;
    }
    long request = ++requests;
    Long key = any(new ArrayList<>(tree.rules.keySet()));
    int what = random.nextInt(4);
    if (key == null || what == 0) {
      tree.open.add(request);
      news.add(new News(tree, new SupervisionInput.StartChild(request, tree.child())));
      return;
    }
    Kid process = tree.living.get(key);
    Term name = tree.rules.get(key).id();
    if (tree.isSimple()) {
      if (process == null || !process.ready) {
        return;
      }
      name = pid(process);
    }
    tree.open.add(request);
    if (what == 1) {
      tree.mayBeDown.add(key);
      if (process != null) {
        process.asked = true;
      }
      news.add(new News(tree, new SupervisionInput.TerminateChild(request, name)));
    } else if (what == 2) {
      tree.restarting.put(request, key);
      news.add(new News(tree, new SupervisionInput.RestartChild(request, name)));
    } else {
      news.add(new News(tree, new SupervisionInput.DeleteChild(request, name)));
    }
  }

  private final Map<Kid, Pid> names = new HashMap<>();

  private Pid pid(Kid process) {
    return names.computeIfAbsent(process, _ -> new Pid(Atom.of("here@localhost"), ++pids, 0, 1));
  }

  private <T> T any(List<T> list) {
    return list.isEmpty() ? null : list.get(random.nextInt(list.size()));
  }

  private void ready(Kid process) {
    process.ready = true;
    tell(process, new SupervisionInput.Started(process.key, pid(process)));
  }

  private void end(Kid process, Term reason) {
    remove(process);
    tell(process, new SupervisionInput.Ended(process.key, reason));
  }

  private void remove(Kid process) {
    processes.remove(process);
    process.parent.living.remove(process.key);
  }

  private void tell(Kid process, SupervisionInput input) {
    if (!process.parent.over) {
      news.add(new News(process.parent, input));
    }
  }

  // What is done about it.

  private void work() {
    for (News next = news.poll(); next != null; next = news.poll()) {
      if (!next.tree().over) {
        steps++;
        Tree tree = next.tree();
        List<SupervisionOutput> outputs = new ArrayList<>();
        tree.supervision.step(next.input(), now, outputs::add);
        outputs.forEach(output -> perform(tree, output));
      }
    }
  }

  private void perform(Tree tree, SupervisionOutput output) {
    switch (output) {
      case SupervisionOutput.Start(long key) -> start(tree, key);
      case SupervisionOutput.Exit(long key, Term reason) -> exit(tree, key, reason);
      case SupervisionOutput.Forget(long key) -> {
        check(!tree.living.containsKey(key), "forgot a child that lives");
        tree.rules.remove(key);
      }
      case SupervisionOutput.Answer(long request, Term reply) -> {
        check(tree.open.remove(request), "answered twice");
        Long key = tree.restarting.remove(request);
        if (key != null && !reply.toString().matches("\\{(ok|error,restarting|error,running).*")) {
          tree.mayBeDown.add(key);
        }
      }
      case SupervisionOutput.Ready() -> {
        if (tree.process != null) {
          ready(tree.process);
        }
      }
      case SupervisionOutput.Over(Term reason) -> {
        check(tree.living.isEmpty(), "over before its children");
        check(tree.open.isEmpty(), "over with open requests");
        tree.over = true;
        trees.remove(tree);
        if (tree.process != null) {
          end(tree.process, reason);
        }
      }
      case SupervisionOutput.Report _ -> {}
    }
  }

  private void start(Tree tree, long key) {
    starts++;
    check(!tree.living.containsKey(key), "a second process for one child");
    check(
        tree.rules.get(key).restart() != Restart.TEMPORARY
            || tree.starts.merge(key, 1, Integer::sum) == 1,
        "a temporary child was started again");
    if (isGroup(tree)) {
      check(
          tree.living.values().stream().noneMatch(Kid::isAwaited),
          "started before those that had to end have ended");
    }
    tree.mayBeDown.remove(key);
    Kid process = new Kid(tree, key);
    tree.living.put(key, process);
    processes.add(process);
    if (tree.rules.get(key).type() == ChildType.SUPERVISOR) {
      process.tree = new Tree(tree.depth + 1, process);
      plant(process.tree);
    }
  }

  private static boolean isGroup(Tree tree) {
    return tree.settings.strategy() == Strategy.ONE_FOR_ALL
        || tree.settings.strategy() == Strategy.REST_FOR_ONE;
  }

  private void exit(Tree tree, long key, Term reason) {
    Kid process = tree.living.get(key);
    if (process == null) {
      return; // The news of its end is under way.
    }
    boolean kill = reason.equals(Reasons.KILL);
    if (!process.told && !process.asked && process.ready && !tree.isSimple()) {
      check(
          tree.living.values().stream().noneMatch(p -> p.isAwaited() && !p.isStuck()),
          "two are ended at once");
    }
    process.told = true;
    if (kill) {
      process.killedAt = now;
    }
    if (process.tree == null) {
      return;
    }
    if (kill) {
      abandon(process.tree);
      process.tree = null;
    } else {
      news.add(new News(process.tree, new SupervisionInput.Stop(reason)));
    }
  }

  /// The supervisor was killed: nobody looks after its children any more.
  private void abandon(Tree tree) {
    tree.over = true;
    trees.remove(tree);
    for (Kid child : List.copyOf(tree.living.values())) {
      processes.remove(child);
      if (child.tree != null) {
        abandon(child.tree);
      }
    }
  }

  // In the end.

  /// Nothing goes wrong any more, and everything has the time it needs.
  void calmDown() {
    calm = true;
    for (int round = 0; round < 2_000 && !isQuiet(); round++) {
      for (int i = 0; i < 50; i++) {
        progress();
        work();
      }
      pass(Duration.ofMillis(100).toNanos());
      work();
    }
    check(isQuiet(), "does not come to rest");
    for (Tree tree : trees) {
      check(tree.open.isEmpty(), "requests without an answer");
      for (long key : tree.rules.keySet()) {
        ChildRules rules = tree.rules.get(key);
        boolean mustRun = rules.restart() == Restart.PERMANENT && !tree.mayBeDown.contains(key);
        check(!mustRun || tree.living.containsKey(key), "a permanent child does not run");
      }
    }
  }

  private boolean isQuiet() {
    return processes.stream().allMatch(process -> process.ready && !process.told)
        && trees.stream()
            .flatMap(tree -> tree.supervision.children().stream())
            .allMatch(
                child -> child.state() == ChildState.RUNNING || child.state() == ChildState.DOWN);
  }

  /// All of it ends.
  ///
  /// @return whether it had not before
  boolean end() {
    boolean lived = !root.over;
    if (lived) {
      news.add(new News(root, new SupervisionInput.Stop(Reasons.SHUTDOWN)));
      work();
      for (int i = 0; i < 10_000 && !root.over; i++) {
        progress();
        if (i % 50 == 0) {
          pass(SECOND.toNanos());
        }
        work();
      }
    }
    check(root.over, "does not end");
    check(processes.isEmpty() && trees.isEmpty(), "something has outlived its supervisor");
    return lived;
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
