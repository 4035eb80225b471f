package io.tempelhof.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GenCallTest {
  private static final Pid PID = new Pid(Atom.of("there@localhost"), 5, 0, 3);
  private static final Ref REF = new Ref(Atom.of("there@localhost"), 3, 1, 2, 3);
  private static final Atom GEN_CALL = Atom.of("$gen_call");
  private static final Term ALIAS = ListTerm.improper(List.of(Atom.of("alias")), REF);

  @Test
  void readsWhoAsksWhat() {
    Term request = Tuple.of(Atom.of("is_auth"), Atom.of("there@localhost"));
    GenCall call = GenCall.of(Tuple.of(GEN_CALL, Tuple.of(PID, REF), request)).orElseThrow();
    assertThat(call).isEqualTo(new GenCall(new GenCall.From(PID, REF), request));
    assertThat(call.from().alias()).isEmpty();
    assertThat(call.from().answer(Atom.of("yes"))).isEqualTo(Tuple.of(REF, Atom.of("yes")));
  }

  @Test
  void findsTheAliasInTheTag() {
    assertThat(new GenCall.From(PID, ALIAS).alias()).contains(REF);
    assertThat(new GenCall.From(PID, ListTerm.improper(List.of(ALIAS), Int.of(7))).alias())
        .contains(REF);
    assertThat(new GenCall.From(PID, ListTerm.of(ALIAS, ALIAS)).alias()).contains(REF);
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
    assertThat(new GenCall.From(PID, tag).alias()).isEmpty();
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
    assertThat(GenCall.of(message)).isEmpty();
  }
}
