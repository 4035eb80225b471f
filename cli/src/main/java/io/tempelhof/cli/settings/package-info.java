/// Where the options of commands come from when they are not given: the environment and a file.
/// {@link io.tempelhof.cli.settings.Settings} finds each, {@link
/// io.tempelhof.cli.settings.ConfigCommand} explains them.
@NullMarked
package io.tempelhof.cli.settings;

import org.jspecify.annotations.NullMarked;
