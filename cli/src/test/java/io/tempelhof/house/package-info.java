/// Tests of the house itself: which way the arrows point, and whether the tree is tidy.
@NullMarked
package io.tempelhof.house;

import org.jspecify.annotations.NullMarked;
