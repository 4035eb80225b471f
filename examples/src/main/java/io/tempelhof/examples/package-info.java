/// Programs of a screenful, compiled and run by the build.
///
/// - {@link io.tempelhof.examples.Hello}: two nodes, a question and its answer; the README shows it
/// - {@link io.tempelhof.examples.Bank}: a process with state, the messages it understands, and one
///   that watches it; the guide shows it
@NullMarked
package io.tempelhof.examples;

import org.jspecify.annotations.NullMarked;
