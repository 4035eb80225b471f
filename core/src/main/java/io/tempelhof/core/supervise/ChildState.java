package io.tempelhof.core.supervise;

/// What is the matter with a child.
public enum ChildState {
  /// There is no process: it was ended on request, has ended and is not to be restarted, was not
  /// needed, or its turn to start has not come.
  DOWN,

  /// It is being started for the first time, or on request.
  STARTING,

  /// It is being restarted, or will be once others have ended.
  RESTARTING,

  RUNNING,

  /// It has been told to end.
  STOPPING,

  /// It was killed and has not ended since.
  STUCK
}
