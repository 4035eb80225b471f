package io.tempelhof.core.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PgCodecTest {
  private static final Pid SCOPE = new Pid(Atom.of("a@h"), 1, 2, 3);
  private static final Pid P = new Pid(Atom.of("a@h"), 4, 5, 6);
  private static final Atom GROUP = Atom.of("group");

  @Test
  void readsWhatItWrites() {
    for (PgMessage message :
        List.of(
            new PgMessage.Discover(SCOPE),
            new PgMessage.Sync(SCOPE, Map.of()),
            new PgMessage.Sync(SCOPE, Map.of(GROUP, List.of(P, P))),
            new PgMessage.Join(SCOPE, GROUP, List.of(P, P)),
            new PgMessage.Leave(SCOPE, List.of(P), List.of(GROUP, Int.of(1))))) {
      assertThat(PgCodec.decode(PgCodec.encode(message))).contains(message);
    }
  }

  @Test
  void looksAsErlangWritesIt() {
    Pid pid = new Pid(Atom.of("a@h"), 4, 0, 6);
    assertThat(PgCodec.encode(new PgMessage.Sync(pid, Map.of(GROUP, List.of(pid)))))
        .isEqualTo(
            Tuple.of(
                Atom.of("$gen_cast"),
                Tuple.of(
                    Atom.of("sync"),
                    pid,
                    ListTerm.of(Tuple.of(GROUP, ListTerm.of(List.of(pid)))))));
    assertThat(PgCodec.encode(new PgMessage.Leave(pid, List.of(pid), List.of(GROUP))))
        .isEqualTo(Tuple.of(Atom.of("leave"), pid, ListTerm.of(List.of(pid)), ListTerm.of(GROUP)));
  }

  @Test
  void readsTheFormsOfLaterVersions() {
    assertThat(PgCodec.decode(Tuple.of(Atom.of("discover"), SCOPE, Int.of(2))))
        .contains(new PgMessage.Discover(SCOPE));
    assertThat(PgCodec.decode(Tuple.of(Atom.of("join"), SCOPE, GROUP, P)))
        .contains(new PgMessage.Join(SCOPE, GROUP, List.of(P)));
    assertThat(PgCodec.decode(Tuple.of(Atom.of("leave"), SCOPE, P, ListTerm.of(GROUP))))
        .contains(new PgMessage.Leave(SCOPE, List.of(P), List.of(GROUP)));
  }

  @Test
  void readsNothingElse() {
    Atom join = Atom.of("join");
    Atom cast = Atom.of("$gen_cast");
    Atom sync = Atom.of("sync");
    for (Term term :
        List.<Term>of(
            join,
            Tuple.EMPTY,
            Tuple.of(join),
            Tuple.of(join, SCOPE, GROUP),
            Tuple.of(join, GROUP, GROUP, P),
            Tuple.of(join, SCOPE, GROUP, GROUP),
            Tuple.of(join, SCOPE, GROUP, ListTerm.of(P, GROUP)),
            Tuple.of(join, SCOPE, GROUP, ListTerm.improper(List.of(P), P)),
            Tuple.of(Atom.of("leave"), SCOPE, P, GROUP),
            Tuple.of(Atom.of("discover"), SCOPE, P, P),
            Tuple.of(cast, Nil.NIL),
            Tuple.of(cast, Tuple.of(sync, SCOPE, GROUP)),
            Tuple.of(cast, Tuple.of(sync, SCOPE, ListTerm.of(GROUP))),
            Tuple.of(cast, Tuple.of(sync, SCOPE, ListTerm.of(Tuple.of(GROUP)))),
            Tuple.of(cast, Tuple.of(sync, SCOPE, ListTerm.of(Tuple.of(GROUP, GROUP)))),
            Tuple.of(cast, Tuple.of(sync, GROUP, Nil.NIL)))) {
      assertThat(PgCodec.decode(term)).as("%s", term).isEmpty();
    }
  }
}
