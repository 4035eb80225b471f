/// Process groups, with the protocol of Erlang's `pg`.
///
/// A *group* is a name and the processes that have joined it; a *scope* is a set of groups, kept on
/// each node by one process that is registered under the scope's name. Each such process tells all
/// others it has met about the members of its own node, and forgets those of another node when it
/// loses the process there:
///
/// ```
/// scope on a                          scope on b
///   {discover, A}   ─────────────────▶
///                   ◀─────────────────   {sync, B, [{Group, [Pid]}]}     all members of node b
///                   ◀─────────────────   {discover, B}                   if b had not met a
///   {sync, A, ...}  ─────────────────▶
///   {join, A, Group, [Pid]}, {leave, A, [Pid], [Group]}  ──▶             from then on
/// ```
///
/// {@link io.tempelhof.core.pg.Scope} is that process's mind, a step machine; {@link
/// io.tempelhof.core.pg.PgMessage} is what it says and hears. It takes care never to say what a
/// genuine scope, which crashes on whatever it does not expect, would not: above all no {@code
/// leave} of a group that the other one does not know of.
///
/// Source: OTP, {@code pg} (the protocol is that of OTP 23 to 28).
@NullMarked
package io.tempelhof.core.pg;

import org.jspecify.annotations.NullMarked;
