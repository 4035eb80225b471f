package io.tempelhof.runtime;

/// What a node lets others run by name; everything else they cannot.
///
/// @see Processes#serve
@FunctionalInterface
public interface Functions {
  /// Runs a function, on the thread of the process that calls it.
  ///
  /// @return what it gives: a value with a term form
  /// @throws RaisedException if there is no such function ({@code undef}), if it does not take such
  ///   arguments ({@code function_clause}), or if it says so itself
  /// @throws Exception whatever else it throws
  Object apply(Self self, Mfa call) throws Exception;
}
