package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.net.Node;
import io.tempelhof.runtime.pg.GroupEvent;
import io.tempelhof.runtime.pg.GroupEvent.Change;
import io.tempelhof.runtime.pg.ProcessGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Process groups with genuine scopes, which crash on whatever they do not expect: after every test
/// theirs is the same process as before.
class ProcessGroupsTest {
  private static final Atom WORKERS = Atom.of("workers");
  private static final String GENUINE = "genuine@127.0.0.1";

  /// Starts the scope there and notes its process.
  private static final String START = "{ok, _} = pg:start(pg), put(scope, whereis(pg)).";

  private static final String JOINED_ONCE =
      "W = spawn(fun() -> receive stop -> ok end end), pg:join(workers, W).";

  private static void connect(Pair pair, GenuineNode erl) {
    // A ping over a connection that is just being lost gets no answer.
    Eventually.is("connected", () -> pair.ours.ping(Pair.name(erl)).join().pong());
  }

  private static void theirScopeIsTheSame(GenuineNode erl) {
    assertThat(erl.eval("whereis(pg) =:= get(scope)."))
        .as("their scope has not crashed")
        .isEqualTo("true");
  }

  /// A process that lives until it is sent something.
  private static Pid worker(Pair pair) {
    return pair.ours.spawn(self -> self.receive());
  }

  private static void send(Node node, Pid to) throws InterruptedException {
    node.processes().send(to, Atom.of("stop"));
  }

  /// How many memberships of ours they see.
  private static void theySee(GenuineNode erl, int count) {
    Eventually.is(
        "they see " + count,
        () ->
            erl.eval("length([P || P <- pg:get_members(workers), node(P) =/= node()]).")
                .equals("" + count));
  }

  @Test
  void membersOfBothNodesAreSeenOnBothWhoeverWasThereFirst() throws Exception {
    try (var pair = new Pair();
        var erl = pair.erlang(GENUINE);
        var groups = ProcessGroups.start(pair.ours.processes())) {
      erl.eval(START);
      erl.eval(JOINED_ONCE);
      Pid early = worker(pair);
      groups.join(WORKERS, early);
      connect(pair, erl);
      theySee(erl, 1);
      Eventually.is("we see theirs", () -> groups.members(WORKERS).size() == 2);
      assertThat(groups.localMembers(WORKERS)).containsExactly(early);

      Pid late = worker(pair);
      groups.join(WORKERS, late, late);
      theySee(erl, 3);
      erl.eval("pg:join(workers, [W, W]).");
      Eventually.is("we see both", () -> groups.members(WORKERS).size() == 6);
      assertThat(groups.leave(WORKERS, late)).isTrue();
      theySee(erl, 2);
      send(pair.ours, early);
      theySee(erl, 1);
      erl.eval("W ! stop.");
      Eventually.is("we see it leave", () -> groups.members(WORKERS).equals(List.of(late)));
      assertThat(groups.leave(WORKERS, late, late)).isTrue();
      assertThat(groups.leave(WORKERS, late)).isFalse();
      Eventually.is("they see no group", () -> erl.eval("pg:which_groups().").equals("[]"));
      assertThat(groups.groups()).isEmpty();
      theirScopeIsTheSame(erl);
    }
  }

  @Test
  void aMessageFromAnErlangProgramReachesEveryMember() throws Exception {
    try (var pair = new Pair();
        var erl = pair.erlang(GENUINE);
        var groups = ProcessGroups.start(pair.ours.processes(), "shop")) {
      erl.eval("pg:start(shop).");
      connect(pair, erl);
      BlockingQueue<Term> got = new LinkedBlockingQueue<>();
      Pid till =
          pair.ours.spawn(self -> {
            groups.join("tills", self.pid());
            got.add(self.receive());
          });
      Eventually.is(
          "they see it",
          () -> erl.eval("length(pg:get_members(shop, <<\"tills\">>)).").equals("1"));
      erl.eval("[P ! hello || P <- pg:get_members(shop, <<\"tills\">>)].");
      assertThat(got.poll(20, TimeUnit.SECONDS)).isEqualTo(Atom.of("hello"));
      Eventually.is("it has left", () -> !groups.members("tills").contains(till));
    }
  }

  @Test
  void changesAreTold() throws Exception {
    try (var pair = new Pair();
        var erl = pair.erlang(GENUINE);
        var groups = ProcessGroups.start(pair.ours.processes())) {
      erl.eval(START);
      connect(pair, erl);
      BlockingQueue<GroupEvent> events = new LinkedBlockingQueue<>();
      Pid watcher =
          pair.ours.spawn(self -> {
            while (true) {
              events.add(self.receive(GroupEvent.class));
            }
          });
      var monitored = groups.monitor(watcher);
      assertThat(monitored.groups()).isEmpty();
      erl.eval(JOINED_ONCE);
      GroupEvent joined = events.poll(20, TimeUnit.SECONDS);
      assertThat(joined.ref()).isEqualTo(monitored.ref());
      assertThat(joined.change()).isEqualTo(Change.JOIN);
      assertThat(joined.group()).isEqualTo(WORKERS);
      erl.eval("erlang:disconnect_node(" + pair.atom() + ").");
      assertThat(events.poll(20, TimeUnit.SECONDS))
          .isEqualTo(new GroupEvent(monitored.ref(), Change.LEAVE, WORKERS, joined.pids()));
      connect(pair, erl);
      assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo(joined);
      theirScopeIsTheSame(erl);
    }
  }

  @Test
  void aScopeThatStartsLaterOrAgainIsFound() throws Exception {
    try (var pair = new Pair();
        var erl = pair.erlang(GENUINE);
        var groups = ProcessGroups.start(pair.ours.processes())) {
      groups.join(WORKERS, worker(pair));
      connect(pair, erl);
      erl.eval(START);
      theySee(erl, 1);
      erl.eval("exit(whereis(pg), kill).");
      Eventually.is("it is gone", () -> erl.eval("whereis(pg).").equals("undefined"));
      erl.eval(START);
      theySee(erl, 1);
      theirScopeIsTheSame(erl);
    }
  }

  @Test
  void twoErlangNodesSeeOursAndWeSeeTheirs() throws Exception {
    try (var pair = new Pair();
        var first = pair.erlang(GENUINE);
        var second = pair.erlang("second@127.0.0.1");
        var groups = ProcessGroups.start(pair.ours.processes())) {
      for (GenuineNode erl : List.of(first, second)) {
        erl.eval(START);
        erl.eval(JOINED_ONCE);
        connect(pair, erl);
      }
      groups.join(WORKERS, worker(pair));
      Eventually.is("we see all", () -> groups.members(WORKERS).size() == 3);
      theySee(first, 1);
      theySee(second, 1);
      second.close();
      Eventually.is("its members vanish", () -> groups.members(WORKERS).size() == 2);
      theirScopeIsTheSame(first);
    }
  }

  @Test
  void ourOwnNodesSeeEachOtherWhileTheyAreConnected() throws Exception {
    try (var pair = new Pair();
        var other = Pair.start("other@127.0.0.1", pair.epmdPort, Pair.COOKIE);
        var here = ProcessGroups.start(pair.ours.processes());
        var there = ProcessGroups.start(other.processes())) {
      Pid theirs = other.spawn(self -> self.receive());
      there.join(WORKERS, theirs);
      here.join(WORKERS, worker(pair));
      assertThat(pair.ours.ping(other.name()).get(20, TimeUnit.SECONDS).pong()).isTrue();
      Eventually.is("here", () -> here.members(WORKERS).size() == 2);
      Eventually.is("there", () -> there.members(WORKERS).size() == 2);
      here.close();
      Eventually.is("there", () -> there.members(WORKERS).equals(List.of(theirs)));
    }
  }

  @Test
  void theirScopeSurvivesAnyOrderOfEvents() throws Exception {
    long seed = 250_125;
    Random random = new Random(seed);
    try (var pair = new Pair();
        var erl = pair.erlang(GENUINE)) {
      erl.eval(START);
      erl.eval(JOINED_ONCE);
      ProcessGroups groups = ProcessGroups.start(pair.ours.processes());
      List<Pid> workers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        workers.add(worker(pair));
      }
      for (int round = 0; round < 300; round++) {
        Atom group = Atom.of("g" + random.nextInt(3));
        Pid one = workers.get(random.nextInt(workers.size()));
        Pid two = workers.get(random.nextInt(workers.size()));
        switch (random.nextInt(12)) {
          case 0, 1, 2 -> groups.join(group, one);
          case 3 -> groups.join(group, one, two, one);
          case 4, 5 -> groups.leave(group, one);
          case 6 -> groups.leave(group, two, two, one);
          case 7 -> {
            send(pair.ours, one);
            workers.replaceAll(pid -> pid.equals(one) ? worker(pair) : pid);
          }
          case 8 -> erl.eval("erlang:disconnect_node(" + pair.atom() + ").");
          case 9 -> pair.ours.ping(Pair.name(erl));
          case 10 -> erl.eval("pg:join('" + group.text() + "', W).");
          case 11 -> {
            if (random.nextInt(4) == 0) {
              groups.close();
              Eventually.is("it has ended", () -> pair.ours.processes().whereis("pg").isEmpty());
              groups = ProcessGroups.start(pair.ours.processes());
            }
          }
        }
      }
      connect(pair, erl);
      ProcessGroups last = groups;
      for (int i = 0; i < 3; i++) {
        Atom group = Atom.of("g" + i);
        Eventually.is(
            "seed " + seed + ": both see the same of " + group,
            () -> count(erl, group) == last.members(group).size());
        assertThat(theirs(erl, group))
            .as("seed " + seed)
            .isEqualTo(last.localMembers(group).size());
      }
      assertThat(erl.eval("whereis(pg) =:= get(scope).")).as("seed %d", seed).isEqualTo("true");
    }
  }

  private static int count(GenuineNode erl, Atom group) {
    return Integer.parseInt(erl.eval("length(pg:get_members('" + group.text() + "'))."));
  }

  private static int theirs(GenuineNode erl, Atom group) {
    return Integer.parseInt(
        erl.eval(
            "length([P || P <- pg:get_members('" + group.text() + "'), node(P) =/= node()])."));
  }
}
