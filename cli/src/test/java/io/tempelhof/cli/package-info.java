/// The commands as their users meet them.
@NullMarked
package io.tempelhof.cli;

import org.jspecify.annotations.NullMarked;
