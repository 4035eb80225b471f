/// The demo: hundreds of real nodes over real TCP on one machine, in several JVMs.
@NullMarked
package io.tempelhof.cli.demo;

import org.jspecify.annotations.NullMarked;
