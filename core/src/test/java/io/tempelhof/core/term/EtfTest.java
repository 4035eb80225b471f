package io.tempelhof.core.term;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EtfTest {
  @Test
  void aTermComesBackAsItWentOut() {
    Term term =
        Tuple.of(
            Atom.of("call"),
            new Pid(Atom.of("a@h"), 1, 2, 3),
            MapTerm.of(Atom.of("k"), ListTerm.of(Int.of(1), Int.of(2)), Int.of(3), Real.of(1.5)),
            ListTerm.improper(java.util.List.of(Int.of(-1)), Binary.of("tail")));
    byte[] bytes = Etf.encode(term);
    assertThat(Etf.decode(bytes)).isEqualTo(new Decoded.Ok(term, bytes.length));
    assertThat(term).hasToString("{call,<0.1.2>,#{3 => 1.5,k => [1,2]},[-1|<<\"tail\">>]}");
  }
}
