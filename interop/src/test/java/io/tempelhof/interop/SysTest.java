package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.behaviour.StartException;
import io.tempelhof.runtime.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What OTP's module {@code sys} asks servers of ours.
class SysTest extends LiveTest {
  /// Adds up what it is told.
  private static final class Adder implements Server<Int> {
    private long sum;

    @Override
    public Object handleCall(Int number, From from) {
      sum += number.value();
      return sum;
    }

    @Override
    public void handleCast(Int number) {
      sum += number.value();
    }

    @Override
    public Object state() {
      return sum;
    }

    @Override
    public void replaceState(Term state) {
      sum = ((Int) state).value();
    }
  }

  private Pid adder;

  @BeforeEach
  void startAdder() throws StartException, InterruptedException {
    adder = Server.of(Int.class, _ -> new Adder()).named("adder").start(pair.ours.processes());
  }

  @AfterEach
  void endAdder() {
    erl.eval("catch gen_server:stop(" + server() + ").");
    Eventually.is("it has ended", () -> pair.ours.processes().info(adder).isEmpty());
  }

  private String server() {
    return "{adder, " + ours() + "}";
  }

  private String sys(String call) {
    return erl.eval("sys:" + call.replace("$", server()) + ".");
  }

  @Test
  void showsItsState() {
    assertThat(sys("get_state($)")).isEqualTo("0");
    erl.eval("gen_server:call(" + server() + ", 5).");
    assertThat(sys("get_state($)")).isEqualTo("5");
  }

  @Test
  void showsItsStatusInTheFormOfOtp() {
    String status = sys("get_status($)");
    assertThat(status)
        .startsWith("{status,<")
        .contains(
            "{module,gen_server}", "running", "Status for generic server adder", "{\"State\",0}");
  }

  @Test
  void keepsItsMessagesWhileItIsSuspended() {
    assertThat(sys("suspend($)")).isEqualTo("ok");
    assertThat(erl.tryEval("gen_server:call(" + server() + ", 5, 100).")).contains("timeout");
    assertThat(sys("get_status($)")).contains("suspended");
    erl.eval("gen_server:cast(" + server() + ", 2).");
    assertThat(sys("get_state($)")).isEqualTo("0");
    assertThat(sys("resume($)")).isEqualTo("ok");
    assertThat(erl.eval("gen_server:call(" + server() + ", 0).")).isEqualTo("7");
  }

  @Test
  void keepsFiguresAndTheLastEvents() {
    assertThat(sys("statistics($, get)")).isEqualTo("{ok,no_statistics}");
    assertThat(sys("statistics($, true)")).isEqualTo("ok");
    assertThat(sys("log($, {true, 2})")).isEqualTo("ok");
    for (int i = 1; i <= 3; i++) {
      erl.eval("gen_server:call(" + server() + ", " + i + ").");
    }
    assertThat(sys("statistics($, get)")).contains("{messages_in,3}", "{messages_out,3}");
    assertThat(sys("log($, get)")).contains("{in,{'$gen_call',").contains("{out,6,");
    assertThat(sys("trace($, true)")).isEqualTo("ok");
    assertThat(sys("no_debug($)")).isEqualTo("ok");
    assertThat(sys("statistics($, get)")).isEqualTo("{ok,no_statistics}");
    assertThat(sys("log($, get)")).isEqualTo("{ok,[]}");
  }

  @Test
  void terminates() {
    assertThat(sys("terminate($, normal)")).isEqualTo("ok");
    Eventually.is("it has ended", () -> pair.ours.processes().info(adder).isEmpty());
  }

  @Test
  void refusesNewCodeAndFunctions() {
    assertThat(erl.tryEval("sys:change_code(" + server() + ", m, 1, [])."))
        .contains("unknown_system_msg");
    sys("suspend($)");
    assertThat(sys("change_code($, m, 1, [])")).contains("notsup");
    sys("resume($)");
    assertThat(sys("install($, {fun(S, _, _) -> S end, 0})")).contains("notsup");
    assertThat(sys("get_state($)")).isEqualTo("0");
  }

  @Test
  void getsAStateFromAFunctionThatOnlyTheirNodeCanRun() {
    erl.eval("gen_server:call(" + server() + ", 5).");
    assertThat(sys("replace_state($, fun(S) -> S * 2 end)")).isEqualTo("10");
    assertThat(sys("replace_state($, fun erlang:abs/1)")).isEqualTo("10");
    assertThat(sys("get_state($)")).isEqualTo("10");
    assertThat(erl.tryEval("sys:replace_state(" + server() + ", fun(_) -> error(no) end)."))
        .contains("callback_failed");
    assertThat(erl.tryEval("sys:replace_state(" + server() + ", fun(_) -> no_number end)."))
        .contains("callback_failed");
    assertThat(sys("get_state($)")).isEqualTo("10");
  }
}
