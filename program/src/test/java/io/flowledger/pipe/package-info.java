/** Tests of the collector in the place of grafolean-netflow-bot's. */
@NullMarked
package io.flowledger.pipe;

import org.jspecify.annotations.NullMarked;
