/** Tests of the tables that are made and migrated. */
@NullMarked
package io.flowledger.store.schema;

import org.jspecify.annotations.NullMarked;
