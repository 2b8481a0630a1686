package io.flowledger.flow.plan;

/**
 * What a plan depends on beside the template and the layout.
 *
 * @param exporterOctets length of the exporter's address: 4 or 16
 * @param sampling what is known of the sampling beside what records say
 * @param uptimeKnown whether uptimes can be turned into times
 */
public record PlanVariant(int exporterOctets, Sampling sampling, boolean uptimeKnown) {}
