package io.tempelhof.runtime.server;

/// A request that says what it is answered with. For {@code record Balance(String account)
/// implements Request, Call<Long>} the compiler knows that asking a {@link ServerRef} gives a
/// {@code Long}.
///
/// @param <R> a type with a term form that leaves nothing open, also a generic one such as {@code
///   List<String>}
public interface Call<R> {}
