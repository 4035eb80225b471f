/// The demo's parts one by one, and the whole with a few nodes.
@NullMarked
package io.tempelhof.cli.demo;

import org.jspecify.annotations.NullMarked;
