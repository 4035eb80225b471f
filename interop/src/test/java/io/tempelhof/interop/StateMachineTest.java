package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.behaviour.UnhandledException;
import io.tempelhof.runtime.machine.Event;
import io.tempelhof.runtime.machine.StateMachine;
import io.tempelhof.runtime.machine.Transition;
import org.junit.jupiter.api.Test;

/// State machines of ours asked by a genuine node.
class StateMachineTest extends LiveTest {
  private enum Light {
    RED,
    GREEN
  }

  /// {@code go} is answered when it is green.
  private static final class Crossing implements StateMachine<Light, Term> {
    @Override
    public Light initialState() {
      return Light.RED;
    }

    @Override
    public void handle(Light state, Event<Term> event, Transition<Light, Term> then) {
      switch (event) {
        case Event.Call<Term>(var from, Term request) when request.equals(Atom.of("go")) -> {
          if (state == Light.RED) {
            then.postpone();
          } else {
            then.reply(from, Atom.of("gone"));
          }
        }
        case Event.Cast<Term> _ -> then.to(state == Light.RED ? Light.GREEN : Light.RED);
        default -> throw new UnhandledException();
      }
    }

    @Override
    public Object data() {
      return Atom.of("data");
    }
  }

  @Test
  void answersThemByItsState() throws Exception {
    StateMachine.of(Term.class, _ -> new Crossing()).named("crossing").start(pair.ours.processes());
    String crossing = "{crossing, " + ours() + "}";
    assertThat(erl.eval("sys:get_state(" + crossing + ").")).isEqualTo("{red,data}");
    assertThat(
            erl.eval(
                "R = gen_statem:send_request("
                    + crossing
                    + ", go), timeout = gen_statem:wait_response(R, 50), gen_statem:cast("
                    + crossing
                    + ", switch), gen_statem:wait_response(R, 20000)."))
        .isEqualTo("{reply,gone}");
    assertThat(erl.eval("gen_statem:call(" + crossing + ", go).")).isEqualTo("gone");
    assertThat(erl.eval("gen_statem:call(" + crossing + ", other).")).contains("unknown_call");
    assertThat(erl.eval("sys:get_status(" + crossing + ")."))
        .contains("{module,gen_statem}", "Status for state machine crossing", "{green,data}");
    assertThat(erl.eval("gen_statem:stop(" + crossing + ").")).isEqualTo("ok");
    assertThat(pair.ours.processes().whereis("crossing")).isEmpty();
  }
}
