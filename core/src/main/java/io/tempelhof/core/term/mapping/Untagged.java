package io.tempelhof.core.term.mapping;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A record that is the tuple of its components alone, such as Erlang's {@code {Key, Value}}. It
/// has at least one component and is no record of a sealed interface, where the tag tells them
/// apart.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Untagged {}
