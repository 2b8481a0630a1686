@NullMarked
package io.flowledger.doctor;

import org.jspecify.annotations.NullMarked;
