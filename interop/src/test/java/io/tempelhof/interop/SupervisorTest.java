package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.supervise.ChildState;
import io.tempelhof.core.supervise.Intensity;
import io.tempelhof.core.supervise.Strategy;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.behaviour.Startable;
import io.tempelhof.runtime.supervise.ChildSpec;
import io.tempelhof.runtime.supervise.Supervisor;
import io.tempelhof.runtime.supervise.SupervisorRef;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What genuine nodes ask supervisors of ours, and ours theirs.
class SupervisorTest extends LiveTest {
  private static final Intensity OFTEN = Intensity.of(10, Duration.ofSeconds(1));

  private Pid shop;
  private Pid pool;

  @BeforeEach
  void startSupervisors() throws Exception {
    shop =
        Supervisor.of(
                Strategy.ONE_FOR_ONE,
                OFTEN,
                ChildSpec.of(Atom.of("ledger"), Self::receive),
                ChildSpec.of(Atom.of("tills"), Supervisor.dynamic(OFTEN)))
            .named("shop")
            .start(pair.ours.processes());
    pool =
        Supervisor.template(
                OFTEN,
                ChildSpec.of("any", Self::receive).temporary(),
                arguments ->
                    Startable.process(Self::receive)
                        .named("w" + ((Int) arguments.getFirst()).value()))
            .named("pool")
            .start(pair.ours.processes());
  }

  @AfterEach
  void endSupervisors() {
    for (Pid supervisor : List.of(shop, pool)) {
      asProcess(self -> {
        SupervisorRef.to(supervisor).stop(self, Atom.of("shutdown"));
        return true;
      });
    }
  }

  private <T> T asProcess(Errand<T> errand) {
    try {
      return Errand.run(pair.ours.processes(), errand);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private String supervisor(String request, String arguments) {
    return erl.eval("supervisor:" + request + "({" + arguments.replace("$", ours()) + ").");
  }

  @Test
  void showsItsChildrenToErlang() {
    assertThat(
            erl.eval(
                "[{I, is_pid(P), T, M} || {I, P, T, M} <- supervisor:which_children({shop, "
                    + ours()
                    + "})]."))
        .isEqualTo("[{tills,true,supervisor,[]},{ledger,true,worker,[]}]");
    assertThat(supervisor("count_children", "shop, $}"))
        .isEqualTo("[{specs,2},{active,2},{supervisors,1},{workers,1}]");
    assertThat(supervisor("get_childspec", "shop, $}, ledger"))
        .contains("id => ledger", "restart => permanent", "shutdown => 5000", "type => worker");
    assertThat(supervisor("get_childspec", "shop, $}, tills")).contains("shutdown => infinity");
    assertThat(supervisor("get_childspec", "shop, $}, nobody")).isEqualTo("{error,not_found}");
  }

  @Test
  void endsRestartsAndForgetsAChildForErlang() {
    assertThat(supervisor("restart_child", "shop, $}, ledger")).isEqualTo("{error,running}");
    assertThat(supervisor("delete_child", "shop, $}, ledger")).isEqualTo("{error,running}");
    assertThat(supervisor("terminate_child", "shop, $}, ledger")).isEqualTo("ok");
    assertThat(supervisor("which_children", "shop, $}")).contains("{ledger,undefined,worker,[]}");
    assertThat(supervisor("restart_child", "shop, $}, ledger")).startsWith("{ok,<");
    assertThat(supervisor("terminate_child", "shop, $}, ledger")).isEqualTo("ok");
    assertThat(supervisor("delete_child", "shop, $}, ledger")).isEqualTo("ok");
    assertThat(supervisor("terminate_child", "shop, $}, ledger")).isEqualTo("{error,not_found}");
    assertThat(supervisor("start_child", "shop, $}, #{id => x, start => {m, f, []}}"))
        .startsWith("{error,{invalid_child_spec,");
  }

  @Test
  void startsChildrenByTheirArgumentsForErlang() {
    assertThat(supervisor("start_child", "pool, $}, [7]")).startsWith("{ok,<");
    assertThat(supervisor("start_child", "pool, $}, [7]")).startsWith("{error,{already_started,<");
    assertThat(supervisor("start_child", "pool, $}, [seven]")).startsWith("{error,{{");
    assertThat(supervisor("count_children", "pool, $}"))
        .isEqualTo("[{specs,1},{active,1},{supervisors,0},{workers,1}]");
    assertThat(supervisor("delete_child", "pool, $}, any")).isEqualTo("{error,simple_one_for_one}");
    assertThat(
            erl.eval(
                "[{_, Pid, _, _}] = supervisor:which_children({pool, "
                    + ours()
                    + "}), supervisor:terminate_child({pool, "
                    + ours()
                    + "}, Pid)."))
        .isEqualTo("ok");
    assertThat(supervisor("which_children", "pool, $}")).isEqualTo("[]");
  }

  @Test
  void restartsAChildThatErlangKills() {
    Term before = ledger();
    erl.eval(
        "[exit(P, kill) || {ledger, P, _, _} <- supervisor:which_children({shop, "
            + ours()
            + "})].");
    Eventually.is("it runs again", () -> !ledger().equals(before));
  }

  private Term ledger() {
    return asProcess(self ->
        SupervisorRef.to(shop).children(self).stream()
            .filter(child -> child.id().equals(Atom.of("ledger")))
            .filter(child -> child.state() == ChildState.RUNNING)
            .findFirst()
            .<Term>map(child -> child.pid().orElseThrow())
            .orElse(Atom.UNDEFINED));
  }

  @Test
  void elixirUnderstandsTheAnswers() {
    try (var elixir = pair.elixir("elixir_sup@127.0.0.1")) {
      String there = "{:shop, :\"" + pair.ours.name() + "\"}";
      assertThat(elixir.eval("Supervisor.count_children(" + there + ")"))
          .isEqualTo("%{active: 2, specs: 2, supervisors: 1, workers: 1}");
      assertThat(elixir.eval("Supervisor.terminate_child(" + there + ", :ledger)"))
          .isEqualTo(":ok");
      assertThat(elixir.eval("Supervisor.restart_child(" + there + ", :ledger)"))
          .startsWith("{:ok, #PID<");
      assertThat(elixir.eval("Enum.map(Supervisor.which_children(" + there + "), &elem(&1, 0))"))
          .isEqualTo("[:tills, :ledger]");
      assertThat(
              elixir.eval(
                  "DynamicSupervisor.count_children({:pool, :\"" + pair.ours.name() + "\"})"))
          .isEqualTo("%{active: 0, specs: 1, supervisors: 0, workers: 0}");
    }
  }

  @Test
  void asksAGenuineSupervisorToo() {
    NodeName there = NodeName.of(erl.name());
    List<SupervisorRef.Child> children =
        asProcess(self -> SupervisorRef.to("kernel_sup", there).whichChildren(self));
    assertThat(children).anyMatch(child -> child.id().equals(Atom.of("net_sup")));
  }
}
