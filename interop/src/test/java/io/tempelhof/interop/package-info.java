/// Genuine Erlang and Elixir nodes judge ours. {@link io.tempelhof.interop.GenuineNode} runs one
/// and lets it evaluate expressions ({@code judge.erl}); tests that share one for a whole class
/// extend {@link io.tempelhof.interop.LiveTest} and name a trial of {@code trials.erl}, in which a
/// genuine process orders {@link io.tempelhof.interop.Puppet}s of ours about and looks what becomes
/// of it.
@NullMarked
package io.tempelhof.interop;

import org.jspecify.annotations.NullMarked;
