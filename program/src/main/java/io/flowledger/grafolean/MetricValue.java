package io.flowledger.grafolean;

/**
 * One value at its path.
 *
 * @param octets sum of the interval, decimal
 */
record MetricValue(String path, String octets) {}
