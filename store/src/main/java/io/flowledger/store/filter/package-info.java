/** The filter language: text to a tree, tree to a condition with placeholders. */
@NullMarked
package io.flowledger.store.filter;

import org.jspecify.annotations.NullMarked;
