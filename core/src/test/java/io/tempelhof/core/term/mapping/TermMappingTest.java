package io.tempelhof.core.term.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TermMappingTest {
  sealed interface Command {}

  record Deposit(String account, long amount) implements Command {}

  record HTTPGet(Optional<Pid> from, Map<String, List<Integer>> headers) implements Command {}

  record Stop() implements Command {}

  static void roundTrip(Object value, String printed) {
    Term term = TermMapping.toTerm(value);
    assertThat(term).hasToString(printed);
    assertThat(((Decoded.Ok) TermMapping.encode(value).decode()).term()).isEqualTo(term);
    assertThat(TermMapping.of(Command.class).match(term)).isEqualTo(value);
  }

  @Test
  void recordsTravelAsTaggedTuples() {
    roundTrip(new Deposit("anna", 100), "{deposit,<<\"anna\">>,100}");
    roundTrip(new Stop(), "stop");
    roundTrip(
        new HTTPGet(Optional.of(new Pid(Atom.of("a@h"), 5, 0, 1)), Map.of("a", List.of(1, 300))),
        "{http_get,<0.5.0>,#{<<\"a\">> => [1,300]}}");
  }

  @Test
  void nullIsRefusedWithTheNameOfItsComponent() {
    assertThatThrownBy(() -> TermMapping.snapshot(new Deposit(null, 1)))
        .isInstanceOf(UnmappableException.class)
        .hasMessage("Deposit.account: null has no term form");
  }
}
