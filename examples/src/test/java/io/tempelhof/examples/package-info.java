/// Runs the examples as their readers would.
@NullMarked
package io.tempelhof.examples;

import org.jspecify.annotations.NullMarked;
