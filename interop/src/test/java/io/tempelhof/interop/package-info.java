/// Genuine Erlang and Elixir nodes judge ours.
@NullMarked
package io.tempelhof.interop;

import org.jspecify.annotations.NullMarked;
