@NullMarked
package io.flowledger.metric;

import org.jspecify.annotations.NullMarked;
