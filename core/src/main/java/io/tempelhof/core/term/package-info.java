/// Erlang terms as immutable values, and their external form.
///
/// A {@link io.tempelhof.core.term.Term} is one of fifteen kinds. Terms are equal exactly where
/// Erlang says {@code =:=} (OTP 27: {@code 0.0} and {@code -0.0} differ), sort by {@link
/// io.tempelhof.core.term.TermOrder} and print in Erlang's syntax.
///
/// {@link io.tempelhof.core.term.Etf} is the door to the external form: it encodes a term and
/// decodes bytes into {@link io.tempelhof.core.term.Decoded}, a term or {@link
/// io.tempelhof.core.term.Malformed}. {@link io.tempelhof.core.term.TermWriter} writes several
/// terms, or the parts of one, into one buffer. {@link io.tempelhof.core.term.Encoded} is a term
/// that nobody has decoded yet.
///
/// How it works: bytes come from peers, so reading is bounded by what arrived and never by what a
/// length field announces ({@code TermReader}), and terms may be nested a million levels deep
/// ({@link io.tempelhof.core.term.TermLimits}), so no operation on them recurses: compounds
/// (tuples, lists, maps, funs) share one shape, {@code Compound}, a head and a row of slots, and
/// every walk keeps its way back in a chain of its own ({@code Walk}). Maps are rows sorted by key.
///
/// {@link io.tempelhof.core.term.TermParser} reads terms as people write them ({@code TermScanner}
/// cuts the text into words).
///
/// Plain Java values become terms in {@link io.tempelhof.core.term.mapping}.
///
/// Read in this order: {@code Term}, {@code Compound}, {@code Etf}, {@code TermReader}, {@code
/// TermWriter}, {@code TermOrder}, {@code TermPrinter}.
@NullMarked
package io.tempelhof.core.term;

import org.jspecify.annotations.NullMarked;
