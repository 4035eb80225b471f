/// Programs of a screenful, compiled and run by the build.
///
/// - {@link io.tempelhof.examples.Hello}: two nodes, a question and its answer; the README's ten
///   lines
@NullMarked
package io.tempelhof.examples;

import org.jspecify.annotations.NullMarked;
