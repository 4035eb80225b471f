package io.tempelhof.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GenMessageTest {
  private static final Pid PID = new Pid(Atom.of("there@localhost"), 5, 0, 3);
  private static final Ref REF = new Ref(Atom.of("there@localhost"), 3, 1, 2, 3);
  private static final Atom GEN_CALL = Atom.of("$gen_call");
  private static final Term ALIAS = ListTerm.improper(List.of(Atom.of("alias")), REF);

  @Test
  void readsWhoAsksWhat() {
    Term request = Tuple.of(Atom.of("is_auth"), Atom.of("there@localhost"));
    Tuple call = Tuple.of(GEN_CALL, Tuple.of(PID, REF), request);
    GenMessage read = GenMessage.of(call);
    assertThat(read).isEqualTo(new GenMessage.Call(new From(PID, REF), request));
    assertThat(read.term()).isEqualTo(call);
    assertThat(new From(PID, REF).alias()).isEmpty();
    assertThat(TermMapping.toTerm(new From.Answer(REF, "yes")))
        .isEqualTo(Tuple.of(REF, Binary.of("yes")));
  }

  @Test
  void readsCastsAndSystemMessages() {
    Tuple cast = Tuple.of(Atom.of("$gen_cast"), Int.of(1));
    Tuple sys = Tuple.of(Atom.of("system"), Tuple.of(PID, REF), Atom.of("get_state"));
    assertThat(GenMessage.of(cast)).isEqualTo(new GenMessage.Cast(Int.of(1)));
    assertThat(GenMessage.of(cast).term()).isEqualTo(cast);
    assertThat(GenMessage.of(sys))
        .isEqualTo(new GenMessage.Sys(new From(PID, REF), Atom.of("get_state")));
    assertThat(GenMessage.of(sys).term()).isEqualTo(sys);
  }

  @Test
  void findsTheAliasInTheTag() {
    assertThat(new From(PID, ALIAS).alias()).contains(REF);
    assertThat(new From(PID, ListTerm.improper(List.of(ALIAS), Int.of(7))).alias()).contains(REF);
    assertThat(new From(PID, ListTerm.of(ALIAS, ALIAS)).alias()).contains(REF);
  }

  static List<Term> tagsWithoutAlias() {
    return List.of(
        Atom.of("alias"),
        ListTerm.of(),
        ListTerm.of(Atom.of("alias")),
        ListTerm.of(Atom.of("alias"), REF),
        ListTerm.improper(List.of(Atom.of("alias"), Atom.of("alias")), REF),
        ListTerm.improper(List.of(Atom.of("other")), REF),
        ListTerm.improper(List.of(Atom.of("alias")), PID));
  }

  @ParameterizedTest
  @MethodSource("tagsWithoutAlias")
  void answersOthersToThePid(Term tag) {
    assertThat(new From(PID, tag).alias()).isEmpty();
  }

  static List<Term> noCalls() {
    return List.of(
        GEN_CALL,
        Tuple.of(GEN_CALL, Tuple.of(PID, REF)),
        Tuple.of(GEN_CALL, Tuple.of(PID, REF), Int.of(1), Int.of(2)),
        Tuple.of(Atom.of("$gen_cast"), Tuple.of(PID, REF), Int.of(1)),
        Tuple.of(GEN_CALL, Tuple.of(REF, PID), Int.of(1)),
        Tuple.of(GEN_CALL, Tuple.of(PID), Int.of(1)),
        Tuple.of(GEN_CALL, PID, Int.of(1)));
  }

  @ParameterizedTest
  @MethodSource("noCalls")
  void takesNothingElseForACall(Term message) {
    assertThat(GenMessage.of(message)).isEqualTo(new GenMessage.Other(message));
  }
}
