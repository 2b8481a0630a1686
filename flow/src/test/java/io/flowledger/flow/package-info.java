/** What the tests of several packages use: datagrams, a journal in memory, a reader of tuples. */
@NullMarked
package io.flowledger.flow;

import org.jspecify.annotations.NullMarked;
