/// Signals between processes, and who must be told what: links, monitors, exits, aliases.
@NullMarked
package io.tempelhof.core.signal;

import org.jspecify.annotations.NullMarked;
