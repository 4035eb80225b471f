/// Measures what the project claims, side by side with what else there is: {@code ./tempelhof
/// bench}.
///
/// Each benchmark is a package of its own below this one and a command here. It says how it is
/// configured before it starts, tells how far it is while it runs, and ends with a verdict: exit
/// code 1 when a bar is missed. None of them is a test, since figures depend on the machine and on
/// what else it does; of all of them {@code BenchTest} runs a small density, to see that it runs.
///
/// Where a rival runs too, both run in the same sitting, one round of each in turn, and medians
/// over the rounds are compared: on small machines figures drift between sittings by more than they
/// differ.
@NullMarked
package io.tempelhof.bench;

import org.jspecify.annotations.NullMarked;
