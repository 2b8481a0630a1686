@NullMarked
package io.flowledger.web;

import org.jspecify.annotations.NullMarked;
