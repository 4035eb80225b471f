package io.tempelhof.core.term.mapping;

/// A value or a type has no term form. The message says which, and where inside the value it was
/// met, such as {@code Transfer.notes[3]: null has no term form}.
public final class UnmappableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private String path = "";

  UnmappableException(String problem) {
    super(problem);
    this.problem = problem;
  }

  /// The same, met inside a component, element or entry that this step leads to.
  UnmappableException inside(String step) {
    path = step + path;
    return this;
  }

  /// The way from the outermost type to what has no term form; empty if it is that itself.
  public String path() {
    return path;
  }

  @Override
  public String getMessage() {
    return path.isEmpty() ? problem : path + ": " + problem;
  }
}
