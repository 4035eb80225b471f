package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.Tag;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Exited;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinksAndMonitorsTest {
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
  private Pair pair;
  private GenuineNode erl;

  record LinkTo(Pid pid) {}

  @Tag("pid")
  record Asker(Pid pid) {}

  @BeforeEach
  void connect() {
    pair = new Pair();
    erl = pair.erlang("genuine@127.0.0.1");
    assertThat(erl.eval("net_adm:ping(" + pair.atom() + ").")).isEqualTo("pong");
    erl.eval("process_flag(trap_exit, true).");
  }

  @AfterEach
  void stop() {
    if (erl != null) {
      erl.close();
    }
    pair.close();
  }

  /// A process named {@code mortal} which ends as it is told.
  private static final Body MORTAL =
      self -> {
        self.register("mortal");
        while (true) {
          Term request = self.receive(Term.class);
          if (request.equals(Atom.of("return"))) {
            return;
          } else if (request.equals(Atom.of("throw"))) {
            throw new IllegalStateException("told so");
          }
          throw self.exit(request);
        }
      };

  private void spawnMortal() {
    Eventually.is("the name is free", () -> pair.ours.processes().whereis("mortal").isEmpty());
    pair.ours.spawn(MORTAL);
    Eventually.is("mortal lives", () -> pair.ours.processes().whereis("mortal").isPresent());
  }

  @Test
  void erlangSeesEveryReasonInItsMonitors() {
    String down =
        "fun(Request) -> M = monitor(process, {mortal, "
            + pair.atom()
            + "}), {mortal, "
            + pair.atom()
            + "} ! Request, receive {'DOWN', M, process, {mortal, _}, R} -> R after 10000 ->"
            + " timeout end end";
    for (String[] c :
        new String[][] {
          {"return", "normal"},
          {"normal", "normal"},
          {"shutdown", "shutdown"},
          {"{shutdown,why}", "{shutdown,why}"},
          {"kill", "kill"},
          {"#{any => <<\"term\">>}", "#{any => <<\"term\">>}"}
        }) {
      spawnMortal();
      assertThat(erl.eval("(" + down + ")(" + c[0] + ").")).as(c[0]).isEqualTo(c[1]);
    }
    spawnMortal();
    assertThat(erl.eval("(" + down + ")(throw).")).contains("IllegalStateException", "told so");
    Eventually.is("mortal is gone", () -> pair.ours.processes().whereis("mortal").isEmpty());
    assertThat(erl.eval("(" + down + ")(x).")).isEqualTo("noproc");
  }

  @Test
  void erlangSeesEveryReasonInItsLinks() {
    String exit =
        "fun(Request) -> M = monitor(process, {mortal, "
            + pair.atom()
            + "}), {mortal, "
            + pair.atom()
            + "} ! {pid, self()}, P = receive {pid, Pid} -> Pid after 10000 -> timeout end,"
            + " link(P), P ! Request, receive {'EXIT', P, R} -> demonitor(M, [flush]), R after"
            + " 10000 -> timeout end end";
    Body linked =
        self -> {
          self.register("mortal");
          self.send(self.receive(Asker.class).pid(), new Asker(self.pid()));
          Term request = self.receive(Term.class);
          if (request.equals(Atom.of("throw"))) {
            throw new IllegalStateException("told so");
          }
          throw self.exit(request);
        };
    for (String reason : new String[] {"normal", "shutdown", "{a,\"b\",[c]}", "kill"}) {
      Eventually.is("the name is free", () -> pair.ours.processes().whereis("mortal").isEmpty());
      pair.ours.spawn(linked);
      Eventually.is("mortal lives", () -> pair.ours.processes().whereis("mortal").isPresent());
      assertThat(erl.eval("(" + exit + ")(" + reason + ").")).isEqualTo(reason);
    }
  }

  @Test
  void exitRequestsFollowErlangsRules() {
    Pid stubborn =
        pair.ours.spawn(self -> {
          self.register("stubborn");
          self.trapExits(true);
          while (true) {
            seen.add(self.receive(Exited.class));
          }
        });
    Eventually.is("it lives", () -> pair.ours.processes().whereis("stubborn").isPresent());
    erl.eval("M = monitor(process, {stubborn, " + pair.atom() + "}).");
    erl.eval("{stubborn, " + pair.atom() + "} ! nothing_it_receives.");
    String pid = pidOf("stubborn");
    erl.eval("exit(" + pid + ", normal).");
    erl.eval("exit(" + pid + ", please).");
    assertThat(take(Exited.class).reason()).isEqualTo(Atom.of("normal"));
    assertThat(take(Exited.class).reason()).isEqualTo(Atom.of("please"));
    erl.eval("exit(" + pid + ", kill).");
    assertThat(
            erl.eval("receive {'DOWN', M, process, {stubborn, _}, R} -> R after 10000 -> x end."))
        .isEqualTo("killed");
    Eventually.is(
        "it has ended",
        () -> pair.ours.processes().whereis("stubborn").isEmpty() && stubborn != null);
  }

  /// The Erlang expression for the pid of a local name, as the genuine node knows it.
  private String pidOf(String name) {
    Pid pid = pair.ours.processes().whereis(name).orElseThrow();
    return "binary_to_term(<<131,88,119,"
        + pair.ours.name().toString().length()
        + ",\""
        + pair.ours.name()
        + "\","
        + Integer.toUnsignedString(pid.id())
        + ":32,"
        + Integer.toUnsignedString(pid.serial())
        + ":32,"
        + Integer.toUnsignedString(pid.creation())
        + ":32>>)";
  }

  @Test
  void weSeeEveryReasonInOurMonitorsAndLinks() {
    erl.eval(
        "Mortal = fun() -> register(mortal, self()), receive return -> ok; {die, R} -> exit(R) end"
            + " end.");
    for (String[] c :
        new String[][] {
          {"return", "normal"},
          {"{die, shutdown}", "shutdown"},
          {"{die, kill}", "kill"},
          {"{die, {any, [<<\"term\">>]}}", "{any,[<<\"term\">>]}"}
        }) {
      erl.eval("spawn(Mortal).");
      awaitName("mortal");
      watch("mortal");
      erl.eval("mortal ! " + c[0] + ".");
      assertThat(take(Down.class).reason()).as(c[0]).hasToString(c[1]);
    }
    erl.eval("spawn(Mortal).");
    awaitName("mortal");
    watch("mortal");
    erl.eval("exit(whereis(mortal), kill).");
    assertThat(take(Down.class).reason()).hasToString("killed");
    Eventually.is("its name is free", () -> erl.eval("whereis(mortal).").equals("undefined"));
    watch("mortal");
    assertThat(take(Down.class).reason()).hasToString("noproc");
  }

  @Test
  void ourLinksToErlangProcessesFire() {
    erl.eval("P = spawn(fun() -> receive {die, R} -> exit(R) end end).");
    Pid watcher =
        pair.ours.spawn(self -> {
          self.register("linker");
          self.trapExits(true);
          self.link(self.receive(LinkTo.class).pid());
          seen.add("linked");
          seen.add(self.receive(Exited.class));
        });
    Eventually.is("it lives", () -> pair.ours.processes().whereis("linker").isPresent());
    erl.eval("{linker, " + pair.atom() + "} ! {link_to, P}.");
    take(String.class);
    Eventually.is(
        "the link has arrived", () -> !erl.eval("process_info(P, links).").equals("{links,[]}"));
    erl.eval("P ! {die, {bad, luck}}.");
    assertThat(take(Exited.class).reason()).hasToString("{bad,luck}");
    assertThat(watcher.node()).hasToString(pair.atom());

    // To a process that is dead already.
    Eventually.is("the name is free", () -> pair.ours.processes().whereis("linker").isEmpty());
    pair.ours.spawn(self -> {
      self.register("linker");
      self.trapExits(true);
      self.link(self.receive(LinkTo.class).pid());
      seen.add(self.receive(Exited.class));
    });
    Eventually.is("it lives", () -> pair.ours.processes().whereis("linker").isPresent());
    erl.eval("{linker, " + pair.atom() + "} ! {link_to, P}.");
    assertThat(take(Exited.class).reason()).hasToString("noproc");
  }

  @Test
  void aLostConnectionFiresAtBothEnds() {
    erl.eval("spawn(fun() -> register(forever, self()), receive never -> ok end end).");
    awaitName("forever");
    watch("forever");
    spawnMortal();
    erl.eval("M = monitor(process, {mortal, " + pair.atom() + "}).");
    erl.eval("erlang:disconnect_node(" + pair.atom() + ").");
    assertThat(take(Down.class).reason()).hasToString("noconnection");
    assertThat(erl.eval("receive {'DOWN', M, process, _, R} -> R after 10000 -> x end."))
        .isEqualTo("noconnection");
    // And it comes back by itself when there is something to say.
    assertThat(erl.eval("net_adm:ping(" + pair.atom() + ").")).isEqualTo("pong");
  }

  @Test
  void aKilledNodeFiresOurMonitors() {
    erl.eval("spawn(fun() -> register(forever, self()), receive never -> ok end end).");
    awaitName("forever");
    watch("forever");
    erl.close();
    assertThat(take(Down.class).reason()).hasToString("noconnection");
  }

  @Test
  void aLinkToAProcessOfANodeThatIsGoneFires() {
    pair.ours.spawn(
        "linker",
        self -> {
          self.trapExits(true);
          Pid theirs = self.receive(LinkTo.class).pid();
          self.link(theirs);
          seen.add("linked");
          seen.add(self.receive(Exited.class));
          self.link(theirs);
          seen.add(self.receive(Exited.class));
        });
    erl.eval("P = spawn(fun() -> receive never -> ok end end).");
    erl.eval("{linker, " + pair.atom() + "} ! {link_to, P}.");
    take(String.class);
    Eventually.is(
        "the link has arrived", () -> !erl.eval("process_info(P, links).").equals("{links,[]}"));
    erl.close();
    assertThat(take(Exited.class).reason()).as("linked before").hasToString("noconnection");
    assertThat(take(Exited.class).reason()).as("linked after").hasToString("noconnection");
  }

  @Test
  void aMonitorOfANodeThatCannotBeReachedFires() {
    pair.ours.spawn(self -> {
      self.monitor("any", NodeName.of("nobody@127.0.0.1"));
      seen.add(self.receive(Down.class));
    });
    assertThat(take(Down.class).reason()).hasToString("noconnection");
    assertThat(
            erl.eval(
                "begin X = monitor(process, {any, 'nobody@127.0.0.1'}), receive {'DOWN', X, _, _,"
                    + " Y} -> Y end end."))
        .isEqualTo("noconnection");
  }

  private void awaitName(String name) {
    Eventually.is(name + " lives", () -> erl.eval("is_pid(whereis(" + name + ")).").equals("true"));
  }

  /// Returns when the genuine node knows that its process of that name, if any, is watched.
  private void watch(String name) {
    pair.ours.spawn(self -> {
      self.monitor(name, Pair.name(erl));
      seen.add("watching");
      seen.add(self.receive(Down.class));
    });
    take(String.class);
    String watchers =
        "(fun(undefined) -> none; (W) -> process_info(W, monitored_by) end)(whereis("
            + name
            + ")).";
    Eventually.is("it is watched", () -> !erl.eval(watchers).equals("{monitored_by,[]}"));
  }

  private <T> T take(Class<T> type) {
    try {
      Object next = seen.poll(20, TimeUnit.SECONDS);
      assertThat(next).isInstanceOf(type);
      return type.cast(next);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
