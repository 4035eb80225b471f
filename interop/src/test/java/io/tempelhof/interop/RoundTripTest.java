package io.tempelhof.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Malformed;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import org.junit.jupiter.api.Test;

/// Terms that a genuine node sends come back to it the same.
class RoundTripTest extends LiveTest {
  private static final String SMILEY = "[16#1F608]";
  private static final String SMILEYS = "lists:duplicate(75, 16#1F608)";

  private void comesBack(String terms) {
    trial("echo({echo,$}, " + terms + ")");
  }

  @Test
  void pids() {
    comesBack(
        "[self(), self() | [trials:pid(N, I, S, C) || N <- [atom_to_list(node()),"
            + " \"gurka@sallad\"], {I, S} <- [{4711, 4711}, {32767, 8191}, {16#FFFFFFFF,"
            + " 16#FFFFFFFF}], C <- [1, 3, 16#FFFFFFFF]]]");
  }

  @Test
  void ports() {
    comesBack(
        "[hd(erlang:ports()) | [trials:port(N, I, C) || N <- [atom_to_list(node()),"
            + " \"gurka@sallad\"], I <- [4711, 268435455, 268435456, (1 bsl 64) - 1],"
            + " C <- [1, 3, 16#FFFFFFFF]]]");
  }

  @Test
  void references() {
    comesBack(
        "[make_ref(), alias() | [trials:ref(N, W, C) || N <- [atom_to_list(node()),"
            + " \"gurka@sallad\"], W <- [[4711], [4711, 4711, 4711], [262143, 4294967295,"
            + " 4294967295]], C <- [1, 3, 16#FFFFFFFF]]]"
            + " ++ [trials:ref(\"gurka@sallad\", [1, 2, 3, 4, 5], 7)]");
  }

  @Test
  void nodesWithLongAndUnicodeNames() {
    for (String name : new String[] {SMILEY, SMILEYS, "lists:seq(16#1f600, 16#1f600+249)"}) {
      String node = "(" + name + " ++ \"@host\")";
      comesBack(
          "[trials:pid("
              + node
              + ", 4711, 17, 2), trials:port("
              + node
              + ", 4711, 2), trials:ref("
              + node
              + ", [4711, 17, 4711], 2)]");
    }
  }

  @Test
  void floats() {
    comesBack(
        "[0.0, -0.0, 1.0e308, 5.0e-324 | [S * math:sqrt(2) * math:pow(65536, E) || S <- [1, -1],"
            + " E <- lists:seq(-63, 62)]]");
  }

  @Test
  void integers() {
    String around =
        "lists:flatmap(fun(X) -> B = 1 bsl X, [B-2, B-1, B, -B+1, -B, -B-1] end, [7, 8, 26, 27,"
            + " 28, 29, 30, 31, 32, 33, 62, 63, 64, 65, 126, 127, 128, 129, 2039, 2040, 2041])";
    comesBack("[0, 1, -1, -2 | " + around + "]");
    // And they mean the same here.
    answering("printer", number -> Binary.of(number.toString()));
    trial("echo({printer,$}, [0, 1, -1, -2 | " + around + "], fun erlang:integer_to_binary/1)");
  }

  @Test
  void binariesAndBitStrings() {
    comesBack(
        "[<<>>, <<17>>, <<1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17>>, <<3:2>>, <<3, 7:3>>,"
            + " <<0:1>>, <<(rand:bytes(65535))/binary, 1:7>>, rand:bytes(65536)]");
  }

  @Test
  void functions() {
    comesBack(
        "[fun(A, B) -> A + B end, fun lists:reverse/1, fun() -> ok end, fun gurka:banan/3,"
            + " (fun(N) -> fun(X) -> X + N end end)(7), fun erlang:self/0]");
    // A function that went round still runs.
    assertThat(
            erl.eval(
                "begin {echo,"
                    + ours()
                    + "} ! {self(), fun(A) -> lists:reverse(A) end}, receive {_, F} -> F([1, 2, 3])"
                    + " after 10000 -> timeout end end."))
        .isEqualTo("[3,2,1]");
  }

  @Test
  void lists() {
    comesBack(
        "[[], [[]], lists:seq(1, 10), lists:seq(11, 17) ++ last_tail, [{default}], [car|cdr],"
            + " lists:seq(0, 65534), [X rem 256 || X <- lists:seq(1, 65536)],"
            + " [X rem 256 || X <- lists:seq(1, 65535)], [[[[]|a]|b]|c], \"abc\" ++ d]");
  }

  @Test
  void tailsOfLists() {
    answering(
        "tail",
        list -> list instanceof ListTerm cons && cons.size() == 1 ? cons.tail() : Atom.of("long"));
    trial(
        "echo({tail,$}, [[a], [a|b], [a, b], []], fun([_|T]) when not is_list(T) -> T; ([_]) -> [];"
            + " (_) -> long end)");
  }

  @Test
  void oldAndCompressedFormsAreReadFromBinaries() {
    answering(
        "stored",
        binary ->
            switch (Etf.decodeStored(((Binary) binary).toBytes())) {
              case Decoded.Ok(Term term, _) -> term;
              case Malformed m -> Binary.of(m.toString());
            });
    for (String options : new String[] {"{minor_version, 0}", "compressed", "{compressed, 9}"}) {
      trial(
          "echo({stored,$}, [term_to_binary(T, ["
              + options
              + "]) || T <- [0.0, math:sqrt(2), <<1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,31:5>>,"
              + " make_ref(), lists:seq(1, 10000), lists:duplicate(5000, abc)]],"
              + " fun erlang:binary_to_term/1)");
    }
  }

  @Test
  void textOfEveryCodePoint() {
    answering(
        "text",
        binary -> {
          String text = TermMapping.of(String.class).match(binary);
          return text == null
              ? Atom.of("no_text")
              : ListTerm.of(text.codePoints().mapToObj(Int::of).toList());
        });
    trial("echo({text,$}, trials:code_points(), fun unicode:characters_to_list/1)");
    trial(
        "echo({text,$}, [<<16#ED, 16#A0, 16#80>>, <<16#C0, 16#80>>, <<16#F4, 16#90, 16#80, 16#80>>,"
            + " <<255>>, <<16#E2, 16#82>>], fun(_) -> no_text end)");
  }

  @Test
  void atomsOfEveryKind() {
    comesBack("[list_to_atom(\"a\" ++ integer_to_list(N)) || N <- lists:seq(1, 500)]");
    String many =
        "[{list_to_atom(L), L} || L <- [\"a\" ++ integer_to_list(N) || N <- lists:seq(1, 2000)]]";
    String unicode =
        "[{list_to_atom(L), L} || L <- [lists:seq(16#1f600, 16#1f600+254), lists:seq(16#1f600,"
            + " 16#1f600+63), lists:seq(0, 254), lists:seq(100, 163), lists:seq(200, 354),"
            + " lists:seq(200, 263), lists:seq(2000, 2254), lists:seq(65500, 65754), [], "
            + SMILEYS
            + "]"
            + " ++ [lists:seq(64000+N, 64254+N) || N <- lists:seq(1, 2000)]]";
    for (String data : new String[] {many, unicode}) {
      comesBack("(fun(D) -> [D, D, lists:reverse(D)] end)(" + data + ")");
    }
  }

  @Test
  void atomsThatContendForOneSlotOfTheCache() {
    trial("contended({echo,$}, trials:conflicting_atoms(10, \"atom\"), 3000)");
    trial("contended({echo,$}, trials:conflicting_atoms(10, [16#1f608] ++ \"atom\"), 3000)");
  }

  @Test
  void whateverAConnectionNotYetMadeHadToAssume() {
    // Sent while the connection is only being made, and once it is up.
    String terms =
        "[<<1:1>>, fun lists:map/2, fun gurka:banan/3, <<(rand:bytes(300))/binary, 6:6>>, [fun"
            + " erlang:node/1, self(), make_ref()], list_to_bitstring([lists:duplicate(1000000,"
            + " 85), <<6:6>>])]";
    for (int i = 0; i < 3; i++) {
      assertThat(erl.eval("erlang:disconnect_node(" + ours() + ").")).isEqualTo("true");
      comesBack(terms);
      comesBack(terms);
    }
  }
}
