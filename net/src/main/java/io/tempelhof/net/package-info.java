/// Nodes on the network.
@NullMarked
package io.tempelhof.net;

import org.jspecify.annotations.NullMarked;
