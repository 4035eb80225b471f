/// Functions by name, called across nodes by the protocols of Erlang's {@code erpc} and {@code
/// rpc}.
///
/// {@link io.tempelhof.runtime.rpc.Rpc} calls them; {@link io.tempelhof.runtime.rpc.Exports} are
/// those that other nodes may call here.
@NullMarked
package io.tempelhof.runtime.rpc;

import org.jspecify.annotations.NullMarked;
