/// Erlang terms as immutable values, and their external form.
@NullMarked
package io.tempelhof.core.term;

import org.jspecify.annotations.NullMarked;
