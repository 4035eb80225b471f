/// How a program of nodes ends: {@link io.tempelhof.cli.life.Endings} turns the first SIGTERM into
/// an ending in good order and the second into one at once; {@link io.tempelhof.cli.life.Departure}
/// is what good order means for a node.
@NullMarked
package io.tempelhof.cli.life;

import org.jspecify.annotations.NullMarked;
