/** TLS from files: certificates, keys, and whom to let in. */
@NullMarked
package io.flowledger.tls;

import org.jspecify.annotations.NullMarked;
