package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.behaviour.UnhandledException;
import io.tempelhof.runtime.event.EventHandler;
import io.tempelhof.runtime.event.EventServer;
import io.tempelhof.runtime.event.EventServerRef;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Event managers of ours used by a genuine node, and the other way round.
class GenEventTest extends LiveTest {
  /// Remembers the last event; {@code crash} is too much for it.
  private static final class Last implements EventHandler<Term> {
    private Term last;

    Last(Term first) {
      this.last = first;
    }

    @Override
    public void handleEvent(Term event) {
      if (event.equals(Atom.of("crash"))) {
        throw new IllegalStateException("too much");
      }
      last = event;
    }

    @Override
    public Object handleCall(Term request) {
      if (request.equals(Atom.of("last"))) {
        return last;
      }
      throw new UnhandledException();
    }

    @Override
    public Object terminate(Term why) {
      return Tuple.of(why, last);
    }

    @Override
    public Object state() {
      return last;
    }
  }

  @BeforeAll
  void startManager() throws Exception {
    EventServer.of(Term.class)
        .offering("last", (_, first) -> new Last(first))
        .startable()
        .named("events")
        .start(pair.ours.processes());
  }

  private String erl(String call) {
    return erl.eval(call.replace("$", "{events, " + ours() + "}") + ".");
  }

  @Test
  void theyUseOurs() {
    assertThat(erl("gen_event:add_handler($, last, none)")).isEqualTo("ok");
    assertThat(erl("gen_event:add_handler($, {last, b}, none)")).isEqualTo("ok");
    assertThat(erl("gen_event:which_handlers($)")).isEqualTo("[{last,b},last]");
    assertThat(erl("gen_event:sync_notify($, one)")).isEqualTo("ok");
    assertThat(erl("gen_event:call($, last, last)")).isEqualTo("one");
    assertThat(erl("gen_event:notify($, two), gen_event:call($, {last, b}, last)"))
        .isEqualTo("two");
    assertThat(erl("gen_event:call($, other, last)")).isEqualTo("{error,bad_module}");
    assertThat(erl("sys:get_state($)")).isEqualTo("[{last,b,two},{last,false,two}]");
    assertThat(erl("gen_event:delete_handler($, {last, b}, why)")).isEqualTo("{why,two}");
    assertThat(erl("gen_event:swap_handler($, {last, bye}, {{last, c}, hello})")).isEqualTo("ok");
    assertThat(erl("gen_event:call($, {last, c}, last)")).isEqualTo("{hello,{bye,two}}");
    assertThat(erl("gen_event:sync_notify($, crash), gen_event:which_handlers($)")).isEqualTo("[]");
    assertThat(erl("gen_event:add_handler($, unknown, x)")).startsWith("{'EXIT',{undef,");
  }

  @Test
  void theirSupervisedHandlersGoWithThem() {
    assertThat(
            erl(
                "M = spawn_monitor(fun() -> ok = gen_event:add_sup_handler($, {last, s}, x) end),"
                    + " receive {'DOWN', _, _, _, R} -> R end"))
        .isEqualTo("normal");
    Eventually.is(
        "its handler is gone", () -> !erl("gen_event:which_handlers($)").contains("{last,s}"));
  }

  @Test
  void weUseTheirs() throws Exception {
    erl.eval("{ok, _} = gen_event:start({local, theirs}).");
    EventServerRef<Term> theirs = EventServerRef.to(Term.class, "theirs", Pair.name(erl));
    var done = new CompletableFuture<String>();
    pair.ours.spawn(self -> {
      theirs.notify(self, Atom.of("nobody hears it"));
      theirs.syncNotify(self, Atom.of("nor this"));
      done.complete(
          theirs.addHandler(self, Atom.of("nobody"), 1)
              + " "
              + theirs.whichHandlers(self)
              + " "
              + theirs.call(self, Atom.of("nobody"), 1));
      theirs.stop(self, Atom.of("normal"));
    });
    assertThat(done.get(20, TimeUnit.SECONDS))
        .startsWith("{'EXIT',{undef,")
        .endsWith(" [] {error,bad_module}");
    Eventually.is("it has ended", () -> erl.eval("whereis(theirs).").equals("undefined"));
  }
}
