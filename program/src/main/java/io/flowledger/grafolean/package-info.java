/** Reports traffic to Grafolean, in the place of grafolean-netflow-bot. */
@NullMarked
package io.flowledger.grafolean;

import org.jspecify.annotations.NullMarked;
