package io.tempelhof.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Export;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.mapping.UnmappableException;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.ProcessInfo;
import io.tempelhof.runtime.RaisedException;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.Stage;
import io.tempelhof.runtime.SystemLimitException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExportsTest {
  private final Stage stage = new Stage(false);
  private final Exports exports = Exports.of(stage.processes);

  @AfterEach
  void end() {
    stage.close();
  }

  record Point(long x, long y) {}

  interface Everything {
    long sumOf(List<Long> numbers);

    String named(Self self, Map<String, Integer> counts);

    Optional<String> maybe(Optional<String> text);

    Point mirrored(Point point);

    default void nothing() {}
  }

  private static final class All implements Everything {
    @Override
    public long sumOf(List<Long> numbers) {
      return numbers.stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String named(Self self, Map<String, Integer> counts) {
      return self.node() + " " + counts;
    }

    @Override
    public Optional<String> maybe(Optional<String> text) {
      return text;
    }

    @Override
    public Point mirrored(Point point) {
      return new Point(point.y, point.x);
    }
  }

  interface Twins {
    void same(String text);

    void same(long number);
  }

  interface Unreadable {
    void take(Thread thread);
  }

  private String call(String module, String function, Object... arguments) throws Exception {
    return stage.run(self ->
        Rpc.request(self, Stage.NODE, Mfa.of(module, function, arguments))
            .await(Stage.PATIENCE)
            .toString());
  }

  @Test
  void allMethodsOfAnInterfaceAreCalledByTheirTypes() throws Exception {
    exports.object("all", Everything.class, new All());
    assertThat(call("all", "sum_of", List.of(1, 2, 3))).isEqualTo("Value[value=6]");
    assertThat(call("all", "named", Map.of("a", 1)))
        .isEqualTo("Value[value=<<\"here@localhost {a=1}\">>]");
    assertThat(call("all", "maybe", Optional.empty())).isEqualTo("Value[value=undefined]");
    assertThat(call("all", "mirrored", new Point(1, 2))).isEqualTo("Value[value={point,2,1}]");
    assertThat(call("all", "nothing")).isEqualTo("Value[value=ok]");
    assertThat(call("all", "sum_of", List.of("x")))
        .isEqualTo("it raised ERROR function_clause at [{all,sum_of,[[<<\"x\">>]],[]}]");
  }

  @Test
  void whatIsExportedTwiceIsRefusedNamingBoth() {
    exports.object("all", Everything.class, new All());
    assertThatThrownBy(() -> exports.function("all", "nothing", () -> 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("all:nothing/0 is exported already: by public default void")
        .hasMessageContaining("now by io.tempelhof.runtime.rpc.ExportsTest$$Lambda");
    assertThatThrownBy(() ->
            exports.object(
                "twins",
                Twins.class,
                new Twins() {
                  @Override
                  public void same(String text) {}

                  @Override
                  public void same(long number) {}
                }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twins:same/1")
        .hasMessageContaining("same(long)")
        .hasMessageContaining("same(java.lang.String)");
    assertThat(exports.list()).noneMatch(name -> name.module().equals("twins"));
  }

  @Test
  void aParameterWithoutTermFormIsRefused() {
    assertThatThrownBy(() -> exports.object("u", Unreadable.class, _ -> {}))
        .isInstanceOf(UnmappableException.class);
  }

  @Test
  void noMoreThanSoManyAreExported() {
    int own = exports.list().size();
    for (int i = own; i < Exports.FUNCTIONS_MAX; i++) {
      exports.function("m", "f" + i, () -> 1);
    }
    assertThatThrownBy(() -> exports.function("m", "more", () -> 1))
        .isInstanceOf(SystemLimitException.class);
    assertThat(exports.remove("m", "f" + own, 0)).isTrue();
    assertThat(exports.remove("m", "f" + own, 0)).isFalse();
    exports.function("m", "more", () -> 1);
  }

  @Test
  void applyRunsWhatIsExportedAndNoOtherFun() throws Exception {
    exports.function("m", "add", Long.class, Long.class, Long::sum);
    exports.function("m", "join", String.class, String.class, String.class, (a, b, c) -> a + b + c);
    assertThat(call("m", "join", "a", "b", "c")).isEqualTo("Value[value=<<\"abc\">>]");
    var add = new Export(Atom.of("m"), Atom.of("add"), 2);
    assertThat(call("erlang", "apply", add, List.of(1000, 2))).isEqualTo("Value[value=1002]");
    assertThat(call("erlang", "apply", Atom.of("m"), Atom.of("add"), List.of(1000, 2)))
        .isEqualTo("Value[value=1002]");
    assertThat(call("erlang", "apply", add, List.of(1000)))
        .startsWith("it raised ERROR {badarity,{fun m:add/2,[1000]}} at");
    assertThat(call("erlang", "apply", Int.of(1), ListTerm.of()))
        .startsWith("it raised ERROR {badfun,1} at");
    assertThat(call("erlang", "apply", Atom.of("m"), Atom.of("add"), Atom.of("x")))
        .isEqualTo("it raised ERROR badarg at [{erlang,apply,[m,add,x],[]}]");
  }

  @Test
  void aValueTooLongToTravelIsRefused() throws Exception {
    exports.function("m", "long", () -> new byte[Erpc.VALUE_BYTES_MAX]);
    exports.function("m", "unmappable", () -> new Object());
    assertThat(call("m", "long")).isEqualTo("the node did not run it: system_limit");
    assertThat(call("m", "unmappable"))
        .startsWith("it raised ERROR {'io.tempelhof.core.term.mapping.UnmappableException',");
  }

  @Test
  void whatIsRaisedIsNeverTooLongToTravel() throws Exception {
    byte[] much = new byte[Erpc.VALUE_BYTES_MAX];
    exports.raw(
        "m",
        "raise",
        0,
        (_, _) -> {
          throw RaisedException.error(Binary.of(much), ListTerm.of());
        });
    assertThat(call("m", "raise")).isEqualTo("the node did not run it: system_limit");
    assertThat(call("m", "none", Binary.of(much)))
        .isEqualTo("it raised ERROR undef at [{m,none,1,[]}]");
  }

  @Test
  void builtInFunctionsSayWhatIsSo() throws Exception {
    var pid = stage.processes.spawn("till", Stage::idle);
    assertThat(call("erlang", "node")).isEqualTo("Value[value=here@localhost]");
    assertThat(call("erlang", "whereis", Atom.of("till"))).isEqualTo("Value[value=" + pid + "]");
    assertThat(call("erlang", "whereis", Atom.of("none"))).isEqualTo("Value[value=undefined]");
    assertThat(call("erlang", "registered")).isEqualTo("Value[value=[till]]");
    assertThat(call("erlang", "processes")).contains(pid.toString());
    assertThat(call("erlang", "is_process_alive", pid)).isEqualTo("Value[value=true]");
    Stage.await(() -> waits(pid));
    assertThat(
            call(
                "erlang",
                "process_info",
                pid,
                List.of(
                    Atom.of("registered_name"), Atom.of("message_queue_len"), Atom.of("status"))))
        .isEqualTo("Value[value=[{registered_name,till},{message_queue_len,0},{status,waiting}]]");
    assertThat(call("erlang", "process_info", pid, Atom.of("heap_size")))
        .startsWith("it raised ERROR badarg");
    stage.processes.close();
  }

  private boolean waits(Pid pid) {
    return stage.processes.info(pid).orElseThrow().state() == ProcessInfo.State.WAITING;
  }
}
