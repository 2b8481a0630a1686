/** Certificates made for tests, and TLS with them. */
@NullMarked
package io.flowledger.tls;

import org.jspecify.annotations.NullMarked;
