@NullMarked
package io.flowledger.database;

import org.jspecify.annotations.NullMarked;
