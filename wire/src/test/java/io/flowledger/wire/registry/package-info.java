/** Tests of the registry: its files, its lookups and what a user's file may do. */
@NullMarked
package io.flowledger.wire.registry;

import org.jspecify.annotations.NullMarked;
