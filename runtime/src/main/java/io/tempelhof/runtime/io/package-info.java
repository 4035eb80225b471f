/// Output across nodes, by Erlang's I/O protocol: {@link io.tempelhof.runtime.io.Output} prints to
/// the group leader of a process, {@link io.tempelhof.runtime.io.User} is the one of this node.
@NullMarked
package io.tempelhof.runtime.io;

import org.jspecify.annotations.NullMarked;
